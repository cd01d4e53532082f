/** Searches the causes of an exception. */
@NullMarked
package dev.jobreflector.failure;

import org.jspecify.annotations.NullMarked;
