package dev.jobreflector.polling;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.FinishedJob;
import dev.jobreflector.schedule.ListDegradation;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/** Is told what polls bring. Called by poller threads; must not block. */
public interface PollListener {

  /** There is something new to decide about these resources. */
  void reconcile(Set<ResourceKey> resources);

  /**
   * The finished jobs that resources show there, for the daily check whether AWS still has them;
   * none on a replica that does not reflect.
   */
  Collection<FinishedJob> finishedJobs(AccountRegion accountRegion);

  /** Lists there turn out not to be of full use; {@code why} as the log is to tell it. */
  void listDegraded(AccountRegion accountRegion, ListDegradation degradation, String why);

  /** A poll got its token after this wait. */
  void budgetWaited(AccountRegion accountRegion, Duration wait);

  /** An account and region has not answered for the grace time; {@code health} says why. */
  void accountFailing(AccountRegion accountRegion, AccountHealth health, int waitingResources);

  /** An account and region answers again. */
  void accountRecovered(AccountRegion accountRegion);
}
