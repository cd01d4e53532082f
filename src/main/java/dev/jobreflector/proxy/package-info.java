/** Which proxy a request goes through, by the variables that curl and Go programs read too. */
@NullMarked
package dev.jobreflector.proxy;

import org.jspecify.annotations.NullMarked;
