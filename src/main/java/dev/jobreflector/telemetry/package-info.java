/** Meters and HTTP endpoints: metrics, health and readiness of the operator. */
@NullMarked
package dev.jobreflector.telemetry;

import org.jspecify.annotations.NullMarked;
