package dev.jobreflector.schedule;

import java.time.Instant;

/**
 * A request for one page of ListOptimizationJobs.
 *
 * @param purpose the plan that requests the page
 * @param startTime when the request begins; a poll that ends later has newer data
 */
public record ListCall(Purpose purpose, ListRequest request, Instant startTime) implements Call {

  /** The purpose of a page; the most urgent first. */
  public enum Purpose {
    /** Finds active jobs that changed. */
    ACTIVE,
    /** Orders the jobs that were never described. */
    ORDER,
    /** Finds finished jobs that are gone or were recreated. */
    AUDIT
  }
}
