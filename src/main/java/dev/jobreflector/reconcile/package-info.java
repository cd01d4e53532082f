/**
 * Reconciles resources: gathers the input, calls {@code decision}, creates the Events and writes
 * the status. The only package that writes Events and status.
 */
@NullMarked
package dev.jobreflector.reconcile;

import org.jspecify.annotations.NullMarked;
