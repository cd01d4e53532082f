/** What GitOps tools and other readers make of OptimizationJobs, with the files of gitops/. */
package dev.jobreflector.gitops;
