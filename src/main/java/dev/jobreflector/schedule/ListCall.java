package dev.jobreflector.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One page of ListOptimizationJobs to ask for now, newest first, a hundred jobs at most.
 *
 * @param purpose the plan that it belongs to
 * @param statusEquals only jobs of this status; null for all
 * @param creationTimeAfter only jobs created later; null for all
 * @param creationTimeBefore only jobs created earlier; null for all
 * @param nextToken where the page before ended; null for the first
 * @param startTime when it is asked for: what was learned of a job later is newer
 */
public record ListCall(
    Purpose purpose,
    @Nullable String statusEquals,
    @Nullable Instant creationTimeAfter,
    @Nullable Instant creationTimeBefore,
    @Nullable String nextToken,
    Instant startTime)
    implements Call {

  /** What a page is for; the most urgent first. */
  public enum Purpose {
    /** To find the active jobs that changed. */
    ACTIVE,
    /** To order the jobs that were never described. */
    ORDER,
    /** To find the finished jobs that are gone or were recreated. */
    AUDIT
  }
}
