package dev.jobreflector.decision;

import static dev.jobreflector.decision.DesiredCondition.FALSE;
import static dev.jobreflector.decision.DesiredCondition.TRUE;
import static dev.jobreflector.decision.DesiredCondition.UNKNOWN;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.decision.Observation.AccountFailure;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Synced condition, which describes the polls, and the Events for its changes. */
final class SyncedCondition {

  private static final String ACTION = "Describe";
  private static final String SUSPENDED = "Suspended";
  private static final String DESCRIBED = "Described";

  private SyncedCondition() {}

  /**
   * The condition to show; null if there is none.
   *
   * @param description the description that status will show; null if the job was never described
   * @param failure why the job cannot be described; null if there is no failure to show
   * @param target the job that the resource names
   */
  static @Nullable DesiredCondition of(
      ReconcileInput input,
      @Nullable OptimizationJobDescription description,
      @Nullable LastingJobFailure failure,
      PollTarget target,
      ReflectionPolicy policy) {
    if (input.suspended()) {
      return synced(
          UNKNOWN, SUSPENDED, "spec.suspend is true: the operator does not poll the job.");
    }
    if (failure != null) {
      return synced(FALSE, failure.reason().text(), failure.message());
    }
    Condition shown = input.condition(ConditionType.SYNCED);
    AccountFailure outage = outage(input, description, policy);
    if (outage != null) {
      // One write for each outage, even if the cause changes. A failure of the job stays shown.
      return shown != null && shown.status().equals(FALSE)
          ? DesiredCondition.same(ConditionType.SYNCED, shown)
          : synced(
              FALSE,
              FailureReason.of(outage).text(),
              description == null && target instanceof PollTarget.Job job
                  ? UndescribedConditions.message(input, job.key(), outage, policy)
                  : FailureReason.messageOf(outage)
                      + " Status shows the last known state of the job.");
    }
    Observation newest = input.polls().job().newest();
    if (newest instanceof Observation.Found) {
      return described();
    }
    if (shown == null) {
      return null;
    }
    boolean resumed = shown.reason().equals(SUSPENDED);
    boolean recovered =
        isAccountFailure(shown)
            && input.polls().account().answered()
            && !(newest instanceof AccountFailure);
    if (resumed || recovered) {
      return lastKnown(input, description, recovered && newest == null);
    }
    return DesiredCondition.same(ConditionType.SYNCED, shown);
  }

  /**
   * The condition that a suspension or an outage has hidden. Null if only a poll of the job itself
   * can show it.
   *
   * @param unharmed true if only polls of other jobs failed
   */
  private static @Nullable DesiredCondition lastKnown(
      ReconcileInput input, @Nullable OptimizationJobDescription description, boolean unharmed) {
    Condition ready = input.condition(ConditionType.READY);
    if (ready != null && isJobFailure(ready.status(), ready.reason())) {
      return synced(FALSE, ready.reason(), ready.message());
    }
    return description != null && (unharmed || isFinal(description)) ? described() : null;
  }

  private static boolean isFinal(OptimizationJobDescription description) {
    return JobState.of(String.valueOf(description.optimizationJobStatus())).isFinal();
  }

  /** The Event for a change of Synced; empty if the change needs no Event. */
  static Optional<Announcement> announcement(
      ReconcileInput input, @Nullable DesiredCondition desired) {
    if (desired == null) {
      return Optional.empty();
    }
    Condition shown = input.condition(ConditionType.SYNCED);
    String left = failureTold(shown);
    if (left == null && (shown == null || !shown.status().equals(TRUE))) {
      // If a suspension or an outage hides the failure, Ready still shows it.
      left = failureTold(input.condition(ConditionType.READY));
    }
    if (isJobFailure(desired.status(), desired.reason())) {
      return desired.reason().equals(left)
          ? Optional.empty()
          : Optional.of(announcement(input, shown, desired.reason(), true, desired.message()));
    }
    if (left != null && desired.status().equals(TRUE)) {
      String note = "The job is described again. The last failure was " + left + ".";
      return Optional.of(announcement(input, shown, "Recovered", false, note));
    }
    return Optional.empty();
  }

  private static Announcement announcement(
      ReconcileInput input, @Nullable Condition left, String reason, boolean warning, String note) {
    Instant since = left == null ? null : left.lastTransitionTime();
    String identity = input.uid() + "/Synced/" + reason + "/" + (since == null ? "" : since);
    String order =
        EventOrder.polled(
            JobTransitions.epochSecond(input, null),
            since == null ? input.creationTime() : since,
            reason);
    return new Announcement(reason, ACTION, warning, note, order, identity);
  }

  /**
   * The failure of the account and region that has lasted long enough to show; else null. A final
   * job shows no outage.
   */
  static @Nullable AccountFailure outage(
      ReconcileInput input,
      @Nullable OptimizationJobDescription description,
      ReflectionPolicy policy) {
    if (description != null && isFinal(description)) {
      return null;
    }
    int polls = ReflectionPolicy.FAILURES_SHOWN_AFTER;
    if (input.polls().account().failedFor(polls, policy.graceTime())) {
      return input.polls().account().failure();
    }
    boolean jobAlone =
        input.polls().job().newest() instanceof AccountFailure
            && input.polls().job().failedFor(polls, policy.graceTime());
    return jobAlone ? (AccountFailure) input.polls().job().newest() : null;
  }

  private static DesiredCondition described() {
    return synced(TRUE, DESCRIBED, "The job was described.");
  }

  private static DesiredCondition synced(String status, String reason, String message) {
    return new DesiredCondition(ConditionType.SYNCED, status, reason, message);
  }

  private static boolean isAccountFailure(Condition condition) {
    return condition.status().equals(FALSE) && FailureReason.isOfAccount(condition.reason());
  }

  /** The reason of the job's failure that a condition shows; null if it shows none. */
  private static @Nullable String failureTold(@Nullable Condition condition) {
    return condition != null && isJobFailure(condition.status(), condition.reason())
        ? condition.reason()
        : null;
  }

  private static boolean isJobFailure(String status, String reason) {
    return status.equals(FALSE) && FailureReason.isOfJob(reason);
  }
}
