/** Parses and checks the operator's flags and environment variables. */
@NullMarked
package dev.jobreflector.settings;

import org.jspecify.annotations.NullMarked;
