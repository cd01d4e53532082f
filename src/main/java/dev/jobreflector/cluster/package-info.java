/**
 * How the API server is reached: its address and certificates, the HTTP client, rights, the lease,
 * and the store of the resources that the informer reads.
 */
@NullMarked
package dev.jobreflector.cluster;

import org.jspecify.annotations.NullMarked;
