package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Tracks whether lists are usable: whether AWS allows and answers them, and whether they show all
 * jobs. Not thread-safe.
 */
final class ListHealth {

  private static final Duration REFUSED_FOR = Duration.ofHours(1);
  private static final Duration DISTRUSTED_FOR = Duration.ofMinutes(10);
  private static final int MOST_FAILURES = 5;

  private final Set<ListDegradation> degradations = EnumSet.noneOf(ListDegradation.class);

  private Instant unusableUntil = Instant.MIN;
  private int failures;
  private int failedPage;

  // Since the last page that failed.
  private boolean pageArrived;
  private boolean describeAnswered;
  private boolean describeThrottled;

  /** Records that a page of a sweep arrived. */
  void pageArrived() {
    pageArrived = true;
  }

  /** Records the end of a describe. */
  void described(Observation observation) {
    describeAnswered |= !(observation instanceof Observation.AccountFailure);
    describeThrottled |= observation instanceof Observation.Throttled;
  }

  /** Records that a sweep is complete. */
  void completed() {
    failures = 0;
    degradations.remove(ListDegradation.UNUSABLE);
  }

  /** Records that lists do not show a job that AWS describes as active. */
  void missedActiveJob() {
    degradations.add(ListDegradation.INCOMPLETE);
  }

  /** Records that the audit describes jobs because its pages fail or are wrong. */
  void auditWithoutLists() {
    degradations.add(ListDegradation.AUDIT_WITHOUT_LISTS);
  }

  /** Records that a page of the audit arrived and is right. */
  void auditPageArrived() {
    degradations.remove(ListDegradation.AUDIT_WITHOUT_LISTS);
  }

  /**
   * Records that a page of a sweep failed. A random failure hits another page in each sweep;
   * unusable lists fail at the same page each time.
   *
   * @param page the number of pages in the sweep before this page
   */
  void failed(Observation failure, int page, Instant now) {
    int before = page == failedPage ? failures : 0;
    failures = affectsOnlyLists(failure) ? before + 1 : 0;
    failedPage = page;
    pageArrived = false;
    describeAnswered = false;
    describeThrottled = false;
    if (failures >= MOST_FAILURES) {
      failures = 0;
      distrust(now);
    }
  }

  // Throttling can hit any call. It is of lists alone only if AWS answers describes without
  // throttling them.
  private boolean affectsOnlyLists(Observation failure) {
    return failure instanceof Observation.Throttled
        ? describeAnswered && !describeThrottled
        : describeAnswered || pageArrived;
  }

  /** Turns lists off for 10 minutes: their pages fail, are empty or do not end. */
  void distrust(Instant now) {
    giveUpUntil(now.plus(DISTRUSTED_FOR));
  }

  /** Turns lists off for an hour: AWS denies ListOptimizationJobs. */
  void denied(Instant now) {
    giveUpUntil(now.plus(REFUSED_FOR));
  }

  private void giveUpUntil(Instant time) {
    degradations.add(ListDegradation.UNUSABLE);
    unusableUntil = time;
  }

  /** True while no list may be requested. */
  boolean isUnusable(Instant now) {
    return now.isBefore(unusableUntil);
  }

  /** The current degradations; empty if lists work. */
  Set<ListDegradation> degradations() {
    return degradations.isEmpty() ? Set.of() : Set.copyOf(degradations);
  }
}
