package dev.jobreflector.polling;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.PollHistory;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What polls have learned that concerns one resource, all from one moment.
 *
 * @param job of its job
 * @param account of its account and region
 * @param answeredRequest the resource's reconcile request that was last answered; null for none
 * @param pollingSince when the first resource was looked at, anywhere
 */
public record Known(
    PollHistory job,
    AccountHealth account,
    @Nullable String answeredRequest,
    Instant pollingSince) {

  /** Nothing was asked yet. */
  static Known nothing(Instant pollingSince) {
    return new Known(PollHistory.NONE, AccountHealth.UNKNOWN, null, pollingSince);
  }
}
