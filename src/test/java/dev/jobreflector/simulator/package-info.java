/**
 * A stand-in for SageMaker's optimization jobs on loopback: it speaks the AWS wire protocol, moves
 * jobs through their lives by a clock, misbehaves on demand and counts every call. For tests,
 * benchmarks and development; production code never sees it.
 *
 * <p>A request goes {@link dev.jobreflector.simulator.SageMakerSimulator} (HTTP) → {@link
 * dev.jobreflector.simulator.Faults} → {@link dev.jobreflector.simulator.OptimizationJobsApi} →
 * {@link dev.jobreflector.simulator.JobStore}; {@link dev.jobreflector.simulator.CallLog} sees it
 * arrive and end.
 */
@NullMarked
package dev.jobreflector.simulator;

import org.jspecify.annotations.NullMarked;
