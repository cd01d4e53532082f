/**
 * What trials of the operator have in common: figures with goals, results as JSON and as a table,
 * and what is counted of calls, writes, memory and CPU. {@code ./benchmark} and {@code ./faults}
 * use it.
 */
@NullMarked
package dev.jobreflector.measurement;

import org.jspecify.annotations.NullMarked;
