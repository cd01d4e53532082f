package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which list pages to request and when, and what a page means. {@link JobLister} has at
 * most one page in flight: it requests a plan's next page only after the last page has ended.
 * {@link #nextPageTime} changes nothing.
 */
interface ListPlan {

  /** When the next page is due; null if no page is. */
  @Nullable Instant nextPageTime(Load load, Instant now);

  /** Begins the next page and returns its request. */
  ListCall begin(Load load, Instant now);

  /**
   * Records a page.
   *
   * @return the active jobs missing from the page
   */
  List<TrackedJob> answered(ListCall call, ListPage page, Load load, Instant now);

  /** Records that a page failed. */
  void failed(Observation failure, Instant now);

  /** Records that AWS refused the token of a page. AWS does not say how long a token is valid. */
  default void tokenRefused(Observation failure, Instant now) {
    failed(failure, now);
  }
}
