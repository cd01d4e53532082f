/**
 * A real Kubernetes API server for tests: kube-apiserver, etcd and kubectl as separate processes on
 * loopback.
 *
 * <p>A test class gets one with {@code @ExtendWith(RealApiServerExtension.class)} and a parameter
 * of type {@link dev.jobreflector.apiserver.RealApiServer}.
 */
@NullMarked
package dev.jobreflector.apiserver;

import org.jspecify.annotations.NullMarked;
