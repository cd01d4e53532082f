package dev.jobreflector.schedule;

import java.time.Duration;
import java.time.Instant;

/** How many pages a sweep over the active jobs takes, as the last one counted. Not thread-safe. */
final class SweepPages {

  /** A sweep of unknown length is trusted for no more pages. */
  private static final int TRUSTED = 20;

  private static final Duration KNOWN_FOR = Duration.ofMinutes(10);

  private int count;
  private boolean complete;
  private Instant countedTime = Instant.MIN;

  /** The pages to expect: as counted, or the fewest that are possible if that is long ago. */
  int pages(int fewest, Instant now) {
    return isKnown(now) ? count : fewest;
  }

  /**
   * The pages after which a sweep has come to each job. If none came to its end, so many as it may
   * take at most: a sweep that never ends must not replace polls for longer.
   */
  int toCover(int most, Instant now) {
    return isKnown(now) && complete ? count : Math.min(TRUSTED, most);
  }

  /** A sweep took so many pages. */
  void counted(int pages, Instant now) {
    count = pages;
    complete = true;
    countedTime = now;
  }

  /** A sweep was given up after so many pages; it would take twice as many, as a guess. */
  void exceeded(int pages, Instant now) {
    count = 2 * pages;
    complete = false;
    countedTime = now;
  }

  private boolean isKnown(Instant now) {
    return !countedTime.plus(KNOWN_FOR).isBefore(now);
  }
}
