/**
 * The benchmark: the operator as a process of its own between a real API server and the simulator,
 * in scenarios with goals. {@code ./benchmark} runs it; docs/benchmark.md tells what is measured
 * and how.
 */
@NullMarked
package dev.jobreflector.benchmark;

import org.jspecify.annotations.NullMarked;
