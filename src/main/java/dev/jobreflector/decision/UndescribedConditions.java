package dev.jobreflector.decision;

import static dev.jobreflector.decision.DesiredCondition.FALSE;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.decision.Observation.AccountFailure;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a resource whose job was never described. They show the first failure, and what
 * the operator waits for. The message changes only with its reason, so reasons that alternate from
 * poll to poll cause no writes.
 */
final class UndescribedConditions {

  private static final String PENDING = "Pending";
  private static final String SUSPENDED = "Suspended";

  private UndescribedConditions() {}

  /**
   * The conditions except Synced.
   *
   * @param failure why the job cannot be described; null unless a failure has lasted
   * @param synced the Synced condition to show; null if there is none
   */
  static List<DesiredCondition> awaited(
      ReconcileInput input,
      PollTarget target,
      @Nullable LastingJobFailure failure,
      @Nullable DesiredCondition synced,
      ReflectionPolicy policy) {
    if (failure != null) {
      return JobConditions.stalled(failure.reason().text(), failure.message(), FALSE);
    }
    Condition ready = input.condition(ConditionType.READY);
    if (ready != null && ready.status().equals(FALSE)) {
      return JobConditions.stalled(ready.reason(), ready.message(), FALSE);
    }
    if (input.suspended() || !(target instanceof PollTarget.Job job)) {
      return JobConditions.unfinished(
          SUSPENDED, "spec.suspend is true: the operator does not poll the job.", false);
    }
    Condition shown = shownFailure(ready, job.key());
    Observation told = toTell(input, shown, policy);
    if (told != null) {
      return JobConditions.unfinished(
          FailureReason.of(told).text(), message(input, job.key(), told, policy), true);
    }
    boolean outageOver =
        isOutage(input.condition(ConditionType.SYNCED))
            && (synced == null || !synced.status().equals(FALSE));
    if (shown == null || (outageOver && FailureReason.isOfAccount(shown.reason()))) {
      return JobConditions.unfinished(
          PENDING,
          "Optimization job "
              + named(job.key())
              + " is not described yet. The operator polls it"
              + " as soon as the request budget allows.",
          false);
    }
    return JobConditions.unfinished(shown.reason(), shown.message(), true);
  }

  /** The message for the user: what failed, and what the operator waits for. */
  static String message(
      ReconcileInput input, JobKey job, Observation failure, ReflectionPolicy policy) {
    String account = input.polls().account().accountId();
    String where = named(job) + (account == null ? "" : " (account " + account + ")");
    if (failure instanceof Observation.Absent) {
      return "SageMaker has no optimization job named "
          + where
          + " yet. The operator polls it again. Ready becomes False if the job is still absent"
          + " after "
          + text(policy.graceTime())
          + ".";
    }
    return "Optimization job "
        + where
        + " is not described yet: "
        + FailureReason.messageOf(failure)
        + (failure instanceof AccountFailure
            ? " The operator retries and shows the job as soon as SageMaker answers."
            : " The operator retries. Ready becomes False if the failure lasts for "
                + text(policy.graceTime())
                + ".");
  }

  /** The failure to show; null if the shown message stays. */
  private static @Nullable Observation toTell(
      ReconcileInput input, @Nullable Condition shown, ReflectionPolicy policy) {
    Observation newest = input.polls().job().newest();
    if (newest instanceof Observation.Absent || newest instanceof Observation.JobFailure) {
      FailureReason reason = FailureReason.of(newest);
      boolean confirmed = input.polls().job().failures() > 1;
      boolean stays =
          shown != null
              && FailureReason.isOfJob(shown.reason())
              && (shown.reason().equals(reason.text()) || !confirmed);
      return stays ? null : newest;
    }
    if (shown != null && FailureReason.isOfJob(shown.reason())) {
      return null;
    }
    AccountFailure outage = SyncedCondition.outage(input, null, policy);
    if (outage != null && !isOutage(input.condition(ConditionType.SYNCED))) {
      // Synced changes now too, and must give the same reason.
      return outage;
    }
    if (shown != null) {
      return null;
    }
    return newest instanceof AccountFailure ? newest : outage;
  }

  /** The Ready condition if it shows a failed poll of this job; else null. */
  private static @Nullable Condition shownFailure(@Nullable Condition ready, JobKey job) {
    return ready != null
            && (FailureReason.isOfJob(ready.reason()) || FailureReason.isOfAccount(ready.reason()))
            && ready.message().contains(named(job))
        ? ready
        : null;
  }

  private static boolean isOutage(@Nullable Condition synced) {
    return synced != null
        && synced.status().equals(FALSE)
        && FailureReason.isOfAccount(synced.reason());
  }

  private static String named(JobKey job) {
    return job.jobName() + " in " + job.accountRegion().region();
  }

  private static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
