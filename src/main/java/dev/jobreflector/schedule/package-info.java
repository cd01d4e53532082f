/**
 * Which job to poll next, and when AWS's request rate allows it. For one account and region each;
 * pure: no client, no thread, no clock, so that a day of it can be run in seconds.
 */
@NullMarked
package dev.jobreflector.schedule;

import org.jspecify.annotations.NullMarked;
