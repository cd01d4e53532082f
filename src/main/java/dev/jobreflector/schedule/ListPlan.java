package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of a list to request, when, and what a page means. {@link JobLister} has at most one
 * page in flight, so a plan is asked for its next page only after its last one ended. Questions
 * change nothing.
 */
interface ListPlan {

  /** When the next page is due; null if none is. */
  @Nullable Instant nextPageTime(Load load, Instant now);

  /** Begins the next page. */
  ListCall begin(Load load, Instant now);

  /**
   * Ends a page.
   *
   * @return the active jobs that it should have shown and does not
   */
  List<TrackedJob> answered(ListCall call, ListPage page, Load load, Instant now);

  /** Ends a page that brought nothing for now. */
  void failed(Observation failure, Instant now);

  /** Ends a page whose token AWS does not take: it does not say how long one lives. */
  default void tokenRefused(Observation failure, Instant now) {
    failed(failure, now);
  }

  /** AWS denies ListOptimizationJobs, whichever plan the page was of. */
  void denied(Instant now);
}
