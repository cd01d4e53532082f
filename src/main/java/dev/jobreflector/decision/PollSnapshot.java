package dev.jobreflector.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The results of polls that concern one resource, at one moment.
 *
 * @param job the results of the polls of the job
 * @param account whether the account and region answers
 * @param answeredRequest the resource's last reconcile request that a poll has answered; null if
 *     there is none
 * @param pollingSince when this replica began to poll, by the clock of observations. First polls
 *     are spread over the time that follows.
 */
public record PollSnapshot(
    PollHistory job,
    AccountHealth account,
    @Nullable String answeredRequest,
    Instant pollingSince) {

  /** The snapshot before the first poll. */
  public static PollSnapshot nothing(Instant pollingSince) {
    return new PollSnapshot(PollHistory.NONE, AccountHealth.UNKNOWN, null, pollingSince);
  }
}
