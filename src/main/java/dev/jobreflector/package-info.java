/** Reads the settings, connects the parts and runs them. Contains no decision logic. */
@NullMarked
package dev.jobreflector;

import org.jspecify.annotations.NullMarked;
