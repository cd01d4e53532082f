package dev.jobreflector.schedule;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.BackOff;
import dev.jobreflector.decision.Observation;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the account and region answers. One that fails as a whole is probed with single calls,
 * farther and farther apart, not with its queue. Not thread-safe.
 */
final class AccountProbes {

  private static final int FAILURES_BEFORE_PROBING = 2;
  private static final Duration FIRST_PROBE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PROBE = Duration.ofSeconds(30);

  private AccountHealth health = AccountHealth.UNKNOWN;
  private int unanswered;
  private Instant nextProbeTime = Instant.MIN;

  /**
   * Ends a describe.
   *
   * @param failure that of the account as a whole; null where it answered
   */
  void described(@Nullable Observation failure, Instant now) {
    health = failure == null ? health.afterAnswer() : health.after(failure);
    // The budget answers to throttling.
    boolean counts = failure != null && !(failure instanceof Observation.Throttled);
    unanswered = counts ? unanswered + 1 : 0;
    if (isProbing()) {
      nextProbeTime =
          now.plus(
              BackOff.doubled(FIRST_PROBE, unanswered - FAILURES_BEFORE_PROBING, LONGEST_PROBE));
    }
  }

  /**
   * A page of a list came: no proof that describes are answered, but all there is before the first.
   *
   * @param alone true where no job is there to be described
   */
  void listed(boolean alone) {
    if (alone || health.failure() == null) {
      health = health.afterAnswer();
      unanswered = 0;
    }
  }

  /** Whether the account and region answers. */
  AccountHealth health() {
    return health;
  }

  /** True where another call may be made beside this many. */
  boolean allow(int inFlight, Instant now) {
    return !isProbing() || (inFlight == 0 && !now.isBefore(nextProbeTime));
  }

  /**
   * When a call that is wanted at this time may be made beside this many; null where only the end
   * of one of them can allow it.
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

  /** True while calls are probes of an account and region that fails. */
  boolean isProbing() {
    return unanswered >= FAILURES_BEFORE_PROBING;
  }
}
