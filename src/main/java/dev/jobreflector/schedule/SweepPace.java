package dev.jobreflector.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * How far apart sweeps over the active jobs begin: two thirds of the freshness, or as far as the
 * share of the budget that they may take demands. Not thread-safe.
 */
final class SweepPace {

  /** Of the freshness: the rest is for the describe and the write that follow. */
  private static final double SWEEP_SHARE = 0.65;

  /** If nothing changed for so long, half of the budget is left to others in the account. */
  private static final Duration QUIET_AFTER = Duration.ofMinutes(1);

  private static final double LONGEST_QUIET_INTERVAL = 1.4;

  private final Duration freshness;
  private Instant lastChangeTime = Instant.MIN;
  private boolean everCompleted;

  SweepPace(Duration freshness) {
    this.freshness = freshness;
  }

  static Duration shortestInterval(Duration freshness) {
    return Duration.ofMillis(Math.round(freshness.toMillis() * SWEEP_SHARE));
  }

  /** From one sweep to the next, at the least. */
  Duration shortestInterval() {
    return shortestInterval(freshness);
  }

  /** A sweep came to its end. */
  void completed() {
    everCompleted = true;
  }

  /** A sweep showed that a job changed. */
  void changed(Instant now) {
    lastChangeTime = now;
  }

  /** True if the pages of a sweep are spread over its interval. */
  boolean isSpread(Load load) {
    return everCompleted && !load.hasManyNewJobs();
  }

  /**
   * True while new jobs are described before the next sweep. Until the first sweep ended that are
   * all of them, so that its pages do not delay the last ones.
   */
  boolean areNewJobsFirst(Load load) {
    boolean waiting = everCompleted ? load.hasNewJobs() : load.newJobs() > 0;
    return waiting && !load.hasManyNewJobs();
  }

  /** From the start of a sweep of so many pages to that of the next. */
  Duration interval(int pages, Load load, Instant now) {
    double atFullRate = pages / load.rate();
    double shortest = seconds(shortestInterval());
    double seconds;
    if (load.hasManyNewJobs()) {
      seconds = Math.max(shortest, atFullRate / 0.28);
    } else if (areNewJobsFirst(load)) {
      seconds = Math.max(seconds(freshness) * 10, atFullRate / 0.05);
    } else if (load.hasChangedJobs()) {
      seconds = Math.max(seconds(freshness) * 1.2, atFullRate / 0.8);
    } else {
      seconds = Math.max(shortest, atFullRate / 0.9);
      if (lastChangeTime.isBefore(now.minus(QUIET_AFTER))) {
        double longest = seconds(freshness) * LONGEST_QUIET_INTERVAL;
        // A little less than half, for the pages that a sweep takes beyond its count.
        seconds = Math.max(seconds, Math.min(longest, atFullRate / 0.48));
      }
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
