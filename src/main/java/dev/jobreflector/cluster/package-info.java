/**
 * Access to the API server: its address and certificates, the HTTP client, rights, the lease, and
 * the cache of resources.
 */
@NullMarked
package dev.jobreflector.cluster;

import org.jspecify.annotations.NullMarked;
