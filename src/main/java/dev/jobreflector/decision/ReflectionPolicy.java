package dev.jobreflector.decision;

import java.time.Duration;
import java.util.Set;

/**
 * The operator's settings that decisions depend on.
 *
 * @param defaultRegion the region of a resource that names none
 * @param allowedRegions regions a resource may name; contains {@code defaultRegion}
 * @param resyncPeriod wanted time between two polls of an unfinished job, where spec says none
 * @param freshness how soon a change is to be seen, where spec says no period; zero: no sooner than
 *     the resync period tells
 * @param graceTime how long a job may be absent, or polls may fail, before it is said; this is the
 *     contract's 60 s
 * @param retryPeriod wait before an absent job is looked for again; doubles up to {@code
 *     maxRetryPeriod}
 * @param maxRetryPeriod the longest such wait
 * @param redaction what of the environment variables is shown
 */
public record ReflectionPolicy(
    String defaultRegion,
    Set<String> allowedRegions,
    Duration resyncPeriod,
    Duration freshness,
    Duration graceTime,
    Duration retryPeriod,
    Duration maxRetryPeriod,
    EnvironmentRedaction redaction) {

  /** Failed polls in a row before a failure is shown; with {@code graceTime}, both must hold. */
  public static final int FAILURES_SHOWN_AFTER = 3;

  /** Makes the set of regions unmodifiable. */
  public ReflectionPolicy {
    allowedRegions = Set.copyOf(allowedRegions);
  }

  /** Wanted time between two polls of an unfinished job, where spec says none. */
  Duration period() {
    return freshness.isZero() || freshness.compareTo(resyncPeriod) > 0 ? resyncPeriod : freshness;
  }
}
