/**
 * Schedules the calls of one account and region within the request budget. Pure: no client, no
 * thread, no clock, so that tests run a simulated day in seconds.
 */
@NullMarked
package dev.jobreflector.schedule;

import org.jspecify.annotations.NullMarked;
