/**
 * The fault harness: the operator as a process of its own, between a real API server and the
 * simulator, while somebody kills it, cuts its connections or sends it what it does not expect.
 * {@code ./faults} runs it; docs/faults.md says what each scenario does and judges.
 */
@NullMarked
package dev.jobreflector.faults;

import org.jspecify.annotations.NullMarked;
