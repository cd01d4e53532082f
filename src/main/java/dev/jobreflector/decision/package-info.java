/**
 * What to show, what to tell and what to ask next, decided from plain data: the resource, the
 * newest observation of its job and the time. No client, no SDK, no logger, no clock.
 */
@NullMarked
package dev.jobreflector.decision;

import org.jspecify.annotations.NullMarked;
