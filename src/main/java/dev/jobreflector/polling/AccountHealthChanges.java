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
 * Reports once that an account and region fails, and once that it answers again. Both concern every
 * resource there. Not thread-safe.
 */
final class AccountHealthChanges {

  private final Duration graceTime;
  private boolean failureShown;
  private boolean everAnswered;

  AccountHealthChanges(Duration graceTime) {
    this.graceTime = graceTime;
  }

  /**
   * The effect of a call on an account and region.
   *
   * @param health the current health
   * @param failing true if the account and region has just failed for the grace time
   * @param recovered true if the account and region answers again
   * @param concerned the resources to reconcile
   */
  record Change(
      AccountHealth health, boolean failing, boolean recovered, Set<ResourceKey> concerned) {

    void report(AccountRegion accountRegion, PollListener listener) {
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
   * The change after one more call. Concerns every resource if the health changed for all of them,
   * else only the resources of the call.
   *
   * @param all supplies every resource with a poll request; called only if the change concerns all
   */
  Change after(AccountHealth health, Set<ResourceKey> ofCall, Supplier<Set<ResourceKey>> all) {
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
    return new Change(health, failing, recovered, concerned);
  }
}
