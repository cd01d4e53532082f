package dev.jobreflector.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * Computes the time between the begins of two sweeps: 0.65 × the freshness, or longer to keep
 * sweeps within their share of the budget. Not thread-safe.
 */
final class SweepPace {

  /** The part of the freshness for a sweep. The rest is for the describe and the write. */
  private static final double SWEEP_SHARE = 0.65;

  /**
   * If nothing changed for this time, half of the budget is left to other callers of the account.
   */
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

  /** The shortest time from one sweep to the next. */
  Duration shortestInterval() {
    return shortestInterval(freshness);
  }

  /** Records that a sweep is complete. */
  void completed() {
    everCompleted = true;
  }

  /** Records that a sweep showed a change. */
  void changed(Instant now) {
    lastChangeTime = now;
  }

  /** True if the pages of a sweep are spread over the interval. */
  boolean isSpread(Load load) {
    return everCompleted && !load.hasManyNewJobs();
  }

  /**
   * True while the operator describes new jobs before the next sweep. Until the first sweep is
   * complete, a single new job is enough, so that pages do not delay the last new jobs.
   */
  boolean areNewJobsFirst(Load load) {
    boolean waiting = everCompleted ? load.hasBacklogOfNewJobs() : load.newJobs() > 0;
    return waiting && !load.hasManyNewJobs();
  }

  /** The time from the begin of a sweep of this many pages to the begin of the next sweep. */
  Duration interval(int pages, Load load, Instant now) {
    double atFullRate = pages / load.rate();
    double shortest = seconds(shortestInterval());
    double seconds;
    if (load.hasManyNewJobs()) {
      seconds = Math.max(shortest, atFullRate / 0.28);
    } else if (areNewJobsFirst(load)) {
      seconds = Math.max(seconds(freshness) * 10, atFullRate / 0.05);
    } else if (load.hasBacklogOfChangedJobs()) {
      seconds = Math.max(seconds(freshness) * 1.2, atFullRate / 0.8);
    } else {
      seconds = Math.max(shortest, atFullRate / 0.9);
      if (lastChangeTime.isBefore(now.minus(QUIET_AFTER))) {
        double longest = seconds(freshness) * LONGEST_QUIET_INTERVAL;
        // A little less than half, since a sweep may take more pages than expected.
        seconds = Math.max(seconds, Math.min(longest, atFullRate / 0.48));
      }
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
