/**
 * The real decisions and the real schedule on a virtual clock, without I/O: an account's jobs and
 * resources through hours in moments. For what takes too long, or is too large, on real servers.
 */
@NullMarked
package dev.jobreflector.simulation;

import org.jspecify.annotations.NullMarked;
