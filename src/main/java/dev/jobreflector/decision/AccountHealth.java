package dev.jobreflector.decision;

import dev.jobreflector.decision.Observation.AccountFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether an account and region answers calls. Describes decide this. A failed list page changes
 * nothing. A list page that arrives counts only if no describe has failed, or if there is no job to
 * describe.
 *
 * @param failure the newest failure; null if the last call was answered, or before the first call
 * @param failures how many describes in a row have failed
 * @param failingSince when the first of these describes ended; null if {@code failure} is null
 * @param answered true if AWS answered the last call, even with an error that concerns the job
 * @param accountId the twelve digits of the account; null until an answer contains them
 */
public record AccountHealth(
    @Nullable AccountFailure failure,
    int failures,
    @Nullable Instant failingSince,
    boolean answered,
    @Nullable String accountId) {

  /** The health before the first call. */
  public static final AccountHealth UNKNOWN = new AccountHealth(null, 0, null, false, null);

  /** The health after one more describe. */
  public AccountHealth after(Observation observation) {
    if (!(observation instanceof AccountFailure accountFailure)) {
      return afterAnswer();
    }
    Instant since = failingSince == null ? observation.observedTime() : failingSince;
    return new AccountHealth(accountFailure, failures + 1, since, false, accountId);
  }

  /** The health after a call that AWS answered, even with an error that concerns the job. */
  public AccountHealth afterAnswer() {
    return new AccountHealth(null, 0, null, true, accountId);
  }

  /** The same health, with this account id. */
  public AccountHealth withAccountId(@Nullable String account) {
    return new AccountHealth(failure, failures, failingSince, answered, account);
  }

  /**
   * True if at least {@code polls} describes in a row have failed, the newest at least {@code time}
   * after the first.
   */
  public boolean failedFor(int polls, Duration time) {
    return failure != null
        && failingSince != null
        && failures >= polls
        && !failure.observedTime().isBefore(failingSince.plus(time));
  }
}
