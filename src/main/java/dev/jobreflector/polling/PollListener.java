package dev.jobreflector.polling;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.FinishedJob;
import dev.jobreflector.schedule.ListDegradation;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/** Receives the results of polls. Poll threads call this: methods must not block. */
public interface PollListener {

  /** Triggers a reconcile of these resources, since polls have new results. */
  void reconcile(Set<ResourceKey> resources);

  /**
   * The finished jobs that resources there show, for the audit; empty on a replica that does not
   * lead.
   */
  Collection<FinishedJob> finishedJobs(AccountRegion accountRegion);

  /** Reports that lists are degraded; {@code why} is the reason for the log. */
  void listDegraded(AccountRegion accountRegion, ListDegradation degradation, String why);

  /** Reports how long a poll waited for its token. */
  void budgetWaited(Duration wait);

  /**
   * Reports that an account and region has failed for the grace time; {@code health} has the
   * reason.
   */
  void accountFailing(AccountRegion accountRegion, AccountHealth health, int waitingResources);

  /** Reports that an account and region answers again. */
  void accountRecovered(AccountRegion accountRegion);
}
