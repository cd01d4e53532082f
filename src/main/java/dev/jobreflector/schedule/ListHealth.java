package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** Whether lists are of use: whether AWS allows them, answers them and shows jobs. */
final class ListHealth {

  private static final Duration REFUSED_FOR = Duration.ofHours(1);
  private static final Duration DISTRUSTED_FOR = Duration.ofMinutes(10);
  private static final int MOST_FAILURES = 5;

  private final Set<ListDegradation> degradations = EnumSet.noneOf(ListDegradation.class);

  private Instant unusableUntil = Instant.MIN;
  private int failures;
  private int failedPage;

  // Since the last page that failed.
  private boolean pageCame;
  private boolean describeAnswered;
  private boolean describeThrottled;

  /** A page of a sweep came. */
  void pageCame() {
    pageCame = true;
  }

  /** A describe ended so. */
  void described(Observation observation) {
    describeAnswered |= !(observation instanceof Observation.AccountFailure);
    describeThrottled |= observation instanceof Observation.Throttled;
  }

  /** A sweep came to its end. */
  void completed() {
    failures = 0;
    degradations.remove(ListDegradation.UNUSABLE);
  }

  /** Lists do not show a job that AWS describes as they should. */
  void leftOutWrongly() {
    degradations.add(ListDegradation.INCOMPLETE);
  }

  /** Finished jobs are described, since the pages that check them do not come. */
  void auditGoesOnWithoutLists() {
    degradations.add(ListDegradation.AUDIT_WITHOUT_LISTS);
  }

  /** A page came that checks the finished jobs. */
  void auditPageCame() {
    degradations.remove(ListDegradation.AUDIT_WITHOUT_LISTS);
  }

  /**
   * A page of a sweep brought nothing for now. Where many are asked for, one or another fails in
   * each sweep; lists that are of no use fail at the same.
   *
   * @param page how many came before it in its sweep
   */
  void failed(Observation failure, int page, Instant now) {
    int before = page == failedPage ? failures : 0;
    failures = isOfListsAlone(failure) ? before + 1 : 0;
    failedPage = page;
    pageCame = false;
    describeAnswered = false;
    describeThrottled = false;
    if (failures >= MOST_FAILURES) {
      failures = 0;
      distrust(now);
    }
  }

  // Who is throttled now and then is so at any page; only describes that are not tell of a limit
  // for lists.
  private boolean isOfListsAlone(Observation failure) {
    return failure instanceof Observation.Throttled
        ? describeAnswered && !describeThrottled
        : describeAnswered || pageCame;
  }

  /** Pages show nothing, or never end: there are no lists for ten minutes. */
  void distrust(Instant now) {
    giveUpUntil(now.plus(DISTRUSTED_FOR));
  }

  /** AWS denies ListOptimizationJobs: it is not called for an hour. */
  void denied(Instant now) {
    giveUpUntil(now.plus(REFUSED_FOR));
  }

  private void giveUpUntil(Instant time) {
    degradations.add(ListDegradation.UNUSABLE);
    unusableUntil = time;
  }

  /** True while none are to be made. */
  boolean isUnusable(Instant now) {
    return now.isBefore(unusableUntil);
  }

  /** What keeps them from being of full use; empty where nothing does. */
  Set<ListDegradation> degradations() {
    return degradations.isEmpty() ? Set.of() : Set.copyOf(degradations);
  }
}
