package dev.jobreflector.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request for one page of ListOptimizationJobs, newest first, at most a hundred jobs.
 *
 * @param purpose the plan that requests the page
 * @param statusEquals only jobs with this status; null for all
 * @param creationTimeAfter only jobs created after this time; null for all
 * @param creationTimeBefore only jobs created before this time; null for all
 * @param nextToken the token of the previous page; null for the first page
 * @param startTime when the request begins; a poll that ends later has newer data
 */
public record ListCall(
    Purpose purpose,
    @Nullable String statusEquals,
    @Nullable Instant creationTimeAfter,
    @Nullable Instant creationTimeBefore,
    @Nullable String nextToken,
    Instant startTime)
    implements Call {

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
