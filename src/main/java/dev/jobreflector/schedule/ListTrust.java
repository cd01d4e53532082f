package dev.jobreflector.schedule;

import java.time.Duration;
import java.time.Instant;

/** Whether lists are of use: whether AWS allows them, answers them and shows jobs. */
final class ListTrust {

  private static final Duration REFUSED_FOR = Duration.ofHours(1);
  private static final Duration DISTRUSTED_FOR = Duration.ofMinutes(10);
  private static final int MOST_FAILURES = 5;

  private Instant unusableUntil = Instant.MIN;
  private boolean givenUp;
  private int failures;

  /** A page came. */
  void answered() {
    failures = 0;
  }

  /** A sweep came to its end. */
  void completed() {
    givenUp = false;
  }

  /**
   * A page brought nothing for now.
   *
   * @param listsAlone whether AWS answered other calls since the page before
   */
  void failed(boolean listsAlone, Instant now) {
    failures = listsAlone ? failures + 1 : 0;
    if (failures >= MOST_FAILURES) {
      failures = 0;
      distrust(now);
    }
  }

  /** Pages show nothing, or never end: there are no lists for ten minutes. */
  void distrust(Instant now) {
    giveUpUntil(now.plus(DISTRUSTED_FOR));
  }

  /** AWS refuses lists: there are none for an hour. */
  void refused(Instant now) {
    giveUpUntil(now.plus(REFUSED_FOR));
  }

  private void giveUpUntil(Instant time) {
    givenUp = true;
    unusableUntil = time;
  }

  /** True while none are to be made. */
  boolean isUnusable(Instant now) {
    return now.isBefore(unusableUntil);
  }

  /** True from when they were given up until a sweep has come to its end. */
  boolean isGivenUp() {
    return givenUp;
  }
}
