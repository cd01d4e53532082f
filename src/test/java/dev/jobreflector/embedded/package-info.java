/**
 * A small Kubernetes API server in this JVM, for people and tests that have no real one: {@link
 * dev.jobreflector.embedded.EmbeddedApiServer}. What depends on the API server's own rules (apply,
 * validation, columns) is tested on a real one.
 */
@NullMarked
package dev.jobreflector.embedded;

import org.jspecify.annotations.NullMarked;
