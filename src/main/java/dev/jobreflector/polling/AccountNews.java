package dev.jobreflector.polling;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.ReflectionPolicy;
import dev.jobreflector.decision.ResourceKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tells once that an account and region fails, and once that it answers again; both concern every
 * resource there. Not thread-safe.
 */
final class AccountNews {

  private final Duration graceTime;
  private boolean failureShown;
  private boolean everAnswered;

  AccountNews(Duration graceTime) {
    this.graceTime = graceTime;
  }

  /**
   * What a call changed for an account and region.
   *
   * @param health as it is now
   * @param failing true where it has now failed for the grace time
   * @param recovered true where it answers again
   * @param concerned the resources to reconcile
   */
  record News(
      AccountHealth health, boolean failing, boolean recovered, Set<ResourceKey> concerned) {

    void tell(AccountRegion accountRegion, PollListener listener) {
      if (failing) {
        listener.accountFailing(accountRegion, health, concerned.size());
      }
      if (recovered) {
        listener.accountRecovered(accountRegion);
      }
      listener.reconcile(concerned);
    }
  }

  /**
   * The news of one more call: of the account's whole, or else of the call's own resources.
   *
   * @param all every resource that wants something polled; asked for where all are concerned
   */
  News after(AccountHealth health, Set<ResourceKey> ofCall, Supplier<Set<ResourceKey>> all) {
    boolean failing =
        !failureShown && health.failedFor(ReflectionPolicy.FAILURES_SHOWN_AFTER, graceTime);
    boolean recovered = failureShown && health.answered();
    boolean firstAnswer = !everAnswered && health.answered();
    failureShown = (failureShown || failing) && !recovered;
    everAnswered = everAnswered || health.answered();
    boolean ofAll = failing || recovered || firstAnswer;
    Set<ResourceKey> concerned = ofCall;
    if (ofAll) {
      concerned = new HashSet<>(all.get());
      concerned.addAll(ofCall);
    }
    return new News(health, failing, recovered, concerned);
  }
}
