package dev.jobreflector.decision;

import java.time.Duration;
import java.util.Set;

/**
 * The settings that decisions depend on.
 *
 * @param defaultRegion the region of a resource that names none
 * @param allowedRegions the regions that a resource may name; contains {@code defaultRegion}
 * @param resyncPeriod the time between two polls of an unfinished job, if {@code freshness} is zero
 *     or longer and spec has no period
 * @param freshness how soon a change should be noticed, if spec has no period; zero turns this off,
 *     and {@code resyncPeriod} applies
 * @param graceTime how long a job may be absent, or polls may fail, before the resource shows it
 * @param retryPeriod the wait after a poll that found no job; doubles up to {@code maxRetryPeriod}
 * @param maxRetryPeriod the longest wait after polls that found no job or failed
 * @param redaction which values of environment variables are shown
 */
public record ReflectionPolicy(
    String defaultRegion,
    Set<String> allowedRegions,
    Duration resyncPeriod,
    Duration freshness,
    Duration graceTime,
    Duration retryPeriod,
    Duration maxRetryPeriod,
    Redaction redaction) {

  /**
   * How many polls in a row must fail before a failure is shown. {@code graceTime} must have passed
   * too.
   */
  public static final int FAILURES_SHOWN_AFTER = 3;

  /** Copies the set of regions. */
  public ReflectionPolicy {
    allowedRegions = Set.copyOf(allowedRegions);
  }

  /** The wanted time between two polls of an unfinished job, if spec has no period. */
  Duration period() {
    return freshness.isZero() || freshness.compareTo(resyncPeriod) > 0 ? resyncPeriod : freshness;
  }
}
