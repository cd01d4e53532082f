/** What the causes of an exception tell. */
@NullMarked
package dev.jobreflector.failure;

import org.jspecify.annotations.NullMarked;
