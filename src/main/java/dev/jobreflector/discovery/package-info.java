/** Which jobs get a resource, and what the resource looks like. Pure: no client, no clock. */
@NullMarked
package dev.jobreflector.discovery;

import org.jspecify.annotations.NullMarked;
