package dev.jobreflector.schedule;

import java.time.Duration;
import java.time.Instant;

/** Estimates how many pages a sweep takes, from the last sweep. Not thread-safe. */
final class SweepPages {

  /** The most pages to assume for a sweep of unknown length. */
  private static final int TRUSTED = 20;

  private static final Duration KNOWN_FOR = Duration.ofMinutes(10);

  private int count;
  private boolean complete;
  private Instant countedTime = Instant.MIN;

  /**
   * The number of pages to expect: the last count, or {@code fewest} if the count is older than 10
   * minutes.
   */
  int pages(int fewest, Instant now) {
    return isKnown(now) ? count : fewest;
  }

  /**
   * The most pages that the next sweep may need to reach each job. If no recent sweep was complete,
   * the result is at most 20: a sweep that never ends must not replace polls for longer.
   */
  int toReachAll(int most, Instant now) {
    return isKnown(now) && complete ? count : Math.min(TRUSTED, most);
  }

  /** Records that a complete sweep took this many pages. */
  void counted(int pages, Instant now) {
    count = pages;
    complete = true;
    countedTime = now;
  }

  /** Records that a sweep was ended early after this many pages. The estimate is twice as many. */
  void exceeded(int pages, Instant now) {
    count = 2 * pages;
    complete = false;
    countedTime = now;
  }

  private boolean isKnown(Instant now) {
    return !countedTime.plus(KNOWN_FOR).isBefore(now);
  }
}
