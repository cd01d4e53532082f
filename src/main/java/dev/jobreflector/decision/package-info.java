/**
 * Decides the status, the Events and the next poll of a resource. The input is plain data: the
 * resource, the newest observation of its job and the time. No client, SDK, logger or clock.
 */
@NullMarked
package dev.jobreflector.decision;

import org.jspecify.annotations.NullMarked;
