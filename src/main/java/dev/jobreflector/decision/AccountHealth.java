package dev.jobreflector.decision;

import dev.jobreflector.decision.Observation.AccountFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether an account and region answers at all. Describes decide that: a list that fails says
 * nothing of them, and one that is answered counts only while no describe failed.
 *
 * @param failure the newest failure; null where the last call was answered, or none was made
 * @param failures calls in a row that failed so
 * @param failingSince when the first of them ended; null where {@code failure} is
 * @param answered true where the last call was answered, whatever it said
 * @param accountId the twelve digits of the account; null while no answer told them
 */
public record AccountHealth(
    @Nullable AccountFailure failure,
    int failures,
    @Nullable Instant failingSince,
    boolean answered,
    @Nullable String accountId) {

  /** Nothing was asked yet. */
  public static final AccountHealth UNKNOWN = new AccountHealth(null, 0, null, false, null);

  /** The health after one more poll. */
  public AccountHealth after(Observation observation) {
    if (!(observation instanceof AccountFailure accountFailure)) {
      return afterAnswer();
    }
    Instant since = failingSince == null ? observation.observedTime() : failingSince;
    return new AccountHealth(accountFailure, failures + 1, since, false, accountId);
  }

  /** The health after a call that was answered, whatever it said. */
  public AccountHealth afterAnswer() {
    return new AccountHealth(null, 0, null, true, accountId);
  }

  /** The same health of this account. */
  public AccountHealth of(@Nullable String account) {
    return new AccountHealth(failure, failures, failingSince, answered, account);
  }

  /** True once the failure has lasted for the polls and the time that make it worth telling. */
  public boolean failedFor(int polls, Duration time) {
    return failure != null
        && failingSince != null
        && failures >= polls
        && !failure.observedTime().isBefore(failingSince.plus(time));
  }
}
