/**
 * The quickstart: the operator at work on a machine with nothing but a JDK. {@code ./quickstart}
 * runs {@link dev.jobreflector.quickstart.Quickstart}.
 */
@NullMarked
package dev.jobreflector.quickstart;

import org.jspecify.annotations.NullMarked;
