/** Meters and HTTP endpoints: what the operator tells of itself. */
@NullMarked
package dev.jobreflector.telemetry;

import org.jspecify.annotations.NullMarked;
