package dev.jobreflector.schedule;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.BackOff;
import dev.jobreflector.decision.Observation;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tracks whether the account and region answers. After two failed describes in a row, allows one
 * call at a time, 1 s apart, doubling to 30 s. Not thread-safe.
 */
final class AccountAvailability {

  private static final int FAILURES_BEFORE_PROBING = 2;
  private static final Duration FIRST_PROBE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PROBE = Duration.ofSeconds(30);

  private AccountHealth health = AccountHealth.UNKNOWN;
  private int unanswered;
  private Instant nextProbeTime = Instant.MIN;

  /** Records the end of a describe. */
  void described(Observation observation, Instant now) {
    health = health.after(observation);
    // The request budget handles throttling. An answer that cannot be read may concern one job
    // only.
    boolean counts =
        observation instanceof Observation.AccountFailure
            && !(observation instanceof Observation.Throttled)
            && !(observation instanceof Observation.Unreadable);
    unanswered = counts ? unanswered + 1 : 0;
    if (isProbing()) {
      nextProbeTime =
          now.plus(
              BackOff.doubled(FIRST_PROBE, unanswered - FAILURES_BEFORE_PROBING, LONGEST_PROBE));
    }
  }

  /**
   * Records a list page. If describes fail, a list page does not prove that they work again. Before
   * the first describe, it is the only proof there is.
   *
   * @param alone true if there is no job to describe
   */
  void listed(boolean alone) {
    if (alone || health.failure() == null) {
      health = health.afterAnswer();
      unanswered = 0;
    }
  }

  /** The health of the account and region. */
  AccountHealth health() {
    return health;
  }

  /** True if a call may begin while {@code inFlight} calls are in flight. */
  boolean allow(int inFlight, Instant now) {
    return !isProbing() || (inFlight == 0 && !now.isBefore(nextProbeTime));
  }

  /**
   * The earliest time, not before {@code wanted}, at which a call may begin while {@code inFlight}
   * calls are in flight. Null if a call in flight must end first.
   */
  @Nullable Instant allowedTime(int inFlight, Instant wanted) {
    if (!isProbing()) {
      return wanted;
    }
    if (inFlight > 0) {
      return null;
    }
    return wanted.isAfter(nextProbeTime) ? wanted : nextProbeTime;
  }

  /** True while the account and region fails, and calls probe it. */
  boolean isProbing() {
    return unanswered >= FAILURES_BEFORE_PROBING;
  }
}
