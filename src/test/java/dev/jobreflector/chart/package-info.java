/** The Helm chart, rendered by Helm 3 and Helm 4 and installed on a real API server. */
package dev.jobreflector.chart;
