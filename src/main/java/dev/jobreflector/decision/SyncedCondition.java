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

/** The Synced condition, which tells of the poll itself, and the Events for its changes. */
final class SyncedCondition {

  private static final String ACTION = "Describe";
  private static final String SUSPENDED = "Suspended";
  private static final String DESCRIBED = "Described";

  private SyncedCondition() {}

  /**
   * The condition to show; null where there is nothing to tell.
   *
   * @param description the job as it will be shown; null where it was never seen
   * @param failure what keeps this job from being seen, where that is to be shown; else null
   * @param target the job that the resource names
   */
  static @Nullable DesiredCondition of(
      Gathered gathered,
      @Nullable OptimizationJobDescription description,
      @Nullable JobFailureShown failure,
      PollTarget target,
      ReflectionPolicy policy) {
    if (gathered.suspended()) {
      return synced(UNKNOWN, SUSPENDED, "spec.suspend is true: AWS is not asked.");
    }
    if (failure != null) {
      return synced(FALSE, failure.reason().text(), failure.message());
    }
    Condition shown = gathered.condition(ConditionType.SYNCED);
    AccountFailure outage = outage(gathered, description, policy);
    if (outage != null) {
      // One write an outage: its cause may change while it lasts. What is wrong with the job alone
      // stays: the outage says nothing about it.
      return shown != null && shown.status().equals(FALSE)
          ? DesiredCondition.same(ConditionType.SYNCED, shown)
          : synced(
              FALSE,
              FailureReason.of(outage).text(),
              description == null && target instanceof PollTarget.Job job
                  ? FirstDescription.message(gathered, job.key(), outage, policy)
                  : FailureReason.messageOf(outage)
                      + " What is shown of the job is what was last known.");
    }
    Observation newest = gathered.job().newest();
    if (newest instanceof Observation.Found) {
      return described();
    }
    if (shown == null) {
      return null;
    }
    boolean resumed = shown.reason().equals(SUSPENDED);
    boolean recovered =
        isAccountFailure(shown)
            && gathered.account().answered()
            && !(newest instanceof AccountFailure);
    if (resumed || recovered) {
      return lastKnown(gathered, description, recovered && newest == null);
    }
    return DesiredCondition.same(ConditionType.SYNCED, shown);
  }

  /**
   * What was told of the job before a suspension or an outage hid it; null where that is not known
   * until a poll of its own has told.
   *
   * @param unharmed true where only polls of other jobs failed
   */
  private static @Nullable DesiredCondition lastKnown(
      Gathered gathered, @Nullable OptimizationJobDescription description, boolean unharmed) {
    Condition ready = gathered.condition(ConditionType.READY);
    if (ready != null && isJobFailure(ready.status(), ready.reason())) {
      return synced(FALSE, ready.reason(), ready.message());
    }
    return description != null && (unharmed || isFinal(description)) ? described() : null;
  }

  private static boolean isFinal(OptimizationJobDescription description) {
    return JobState.of(String.valueOf(description.optimizationJobStatus())).isFinal();
  }

  /** The Event for a change of Synced, if it is one that Events tell. */
  static Optional<Announcement> announcement(
      Gathered gathered, @Nullable DesiredCondition desired) {
    if (desired == null) {
      return Optional.empty();
    }
    Condition shown = gathered.condition(ConditionType.SYNCED);
    String left = failureTold(shown);
    if (left == null && (shown == null || !shown.status().equals(TRUE))) {
      // Where a suspension or an outage hides it, Ready still tells.
      left = failureTold(gathered.condition(ConditionType.READY));
    }
    if (isJobFailure(desired.status(), desired.reason())) {
      return desired.reason().equals(left)
          ? Optional.empty()
          : Optional.of(announcement(gathered, shown, desired.reason(), true, desired.message()));
    }
    if (left != null && desired.status().equals(TRUE)) {
      String note = "The job is described again; before: " + left + ".";
      return Optional.of(announcement(gathered, shown, "Recovered", false, note));
    }
    return Optional.empty();
  }

  private static Announcement announcement(
      Gathered gathered, @Nullable Condition left, String reason, boolean warning, String note) {
    Instant since = left == null ? null : left.lastTransitionTime();
    String identity = gathered.uid() + "/Synced/" + reason + "/" + (since == null ? "" : since);
    String order =
        EventOrder.polled(
            JobStory.epochSecond(gathered, null),
            since == null ? gathered.creationTime() : since,
            reason);
    return new Announcement(reason, ACTION, warning, note, order, identity);
  }

  /** The failure that has kept AWS from answering for long enough to tell; else null. */
  static @Nullable AccountFailure outage(
      Gathered gathered,
      @Nullable OptimizationJobDescription description,
      ReflectionPolicy policy) {
    if (description != null && isFinal(description)) {
      return null;
    }
    int polls = ReflectionPolicy.FAILURES_SHOWN_AFTER;
    if (gathered.account().failedFor(polls, policy.graceTime())) {
      return gathered.account().failure();
    }
    boolean jobAlone =
        gathered.job().newest() instanceof AccountFailure
            && gathered.job().failedFor(polls, policy.graceTime());
    return jobAlone ? (AccountFailure) gathered.job().newest() : null;
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

  /** The failure of the job that a condition tells; null where it tells none. */
  private static @Nullable String failureTold(@Nullable Condition condition) {
    return condition != null && isJobFailure(condition.status(), condition.reason())
        ? condition.reason()
        : null;
  }

  private static boolean isJobFailure(String status, String reason) {
    return status.equals(FALSE) && FailureReason.isOfJob(reason);
  }
}
