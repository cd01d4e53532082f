/** The flags and environment variables of the operator, and what they may not be. */
@NullMarked
package dev.jobreflector.settings;

import org.jspecify.annotations.NullMarked;
