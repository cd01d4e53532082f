/**
 * The alerts and the dashboard of the chart, judged by Prometheus's own tools and on a running
 * operator.
 */
@NullMarked
package dev.jobreflector.observability;

import org.jspecify.annotations.NullMarked;
