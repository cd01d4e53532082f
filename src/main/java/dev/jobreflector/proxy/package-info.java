/** Decides which proxy a request uses, by the variables that curl and Go programs also read. */
@NullMarked
package dev.jobreflector.proxy;

import org.jspecify.annotations.NullMarked;
