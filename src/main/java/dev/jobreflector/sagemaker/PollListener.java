package dev.jobreflector.sagemaker;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.ResourceKey;
import java.time.Duration;
import java.util.Set;

/** Is told what polls bring. Called by poller threads; must not block. */
public interface PollListener {

  /** There is something new to decide about these resources. */
  void reconcile(Set<ResourceKey> resources);

  /** A poll got its token after this wait. */
  void budgetWaited(AccountRegion accountRegion, Duration wait);

  /** An account and region has not answered for the grace time; {@code health} says why. */
  void accountFailing(AccountRegion accountRegion, AccountHealth health, int waitingResources);

  /** An account and region answers again. */
  void accountRecovered(AccountRegion accountRegion);
}
