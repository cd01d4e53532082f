package dev.jobreflector.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One page of ListOptimizationJobs to ask for now, newest first, a hundred jobs at most.
 *
 * @param pass which pass over the account's jobs it belongs to
 * @param statusEquals only jobs of this status; null for all
 * @param creationTimeAfter only jobs created later; null for all
 * @param creationTimeBefore only jobs created earlier; null for all
 * @param nextToken where the page before ended; null for the first
 * @param startTime when it is asked for: what was learned of a job later is newer
 */
public record ListCall(
    Pass pass,
    @Nullable String statusEquals,
    @Nullable Instant creationTimeAfter,
    @Nullable Instant creationTimeBefore,
    @Nullable String nextToken,
    Instant startTime)
    implements Call {

  /** What the pages of a list are for. */
  public enum Pass {
    /** To find the unfinished jobs that changed. */
    SWEEP,
    /** To order the jobs that were never described. */
    ORDER,
    /** To find the finished jobs that are gone, or were made again. */
    CHECK
  }
}
