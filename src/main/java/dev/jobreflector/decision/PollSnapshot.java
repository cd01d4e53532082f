package dev.jobreflector.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What polls have learned about one resource's job and account, as of one moment.
 *
 * @param job the answers to polls of the job
 * @param account whether the account and region answers
 * @param answeredRequest the resource's last reconcile request that a poll answered; null for none
 * @param pollingSince when this replica began to poll; first polls are spread from here. By the
 *     clock of observations, which nobody sets
 */
public record PollSnapshot(
    PollHistory job,
    AccountHealth account,
    @Nullable String answeredRequest,
    Instant pollingSince) {

  /** Before the first poll. */
  public static PollSnapshot nothing(Instant pollingSince) {
    return new PollSnapshot(PollHistory.NONE, AccountHealth.UNKNOWN, null, pollingSince);
  }
}
