/** Reads the settings, wires the parts and runs them; nothing here decides. */
@NullMarked
package dev.jobreflector;

import org.jspecify.annotations.NullMarked;
