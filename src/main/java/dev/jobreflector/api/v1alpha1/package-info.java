/** The OptimizationJob resource: data and schema rules, no behavior. */
@NullMarked
package dev.jobreflector.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
