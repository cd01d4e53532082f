/**
 * The cluster's side, and the only writer to it: gather what is known of a resource, let {@code
 * decision} decide, make the Events, write the status.
 */
@NullMarked
package dev.jobreflector.reconcile;

import org.jspecify.annotations.NullMarked;
