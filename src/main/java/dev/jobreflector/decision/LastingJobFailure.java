package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.Condition;
import org.jspecify.annotations.Nullable;

/**
 * A failure to describe the job of one resource that has lasted long enough to show, or is certain.
 *
 * @param reason the reason; always one that concerns the job, not its account and region
 * @param message what failed, and what the user can do
 */
record LastingJobFailure(FailureReason reason, String message) {

  /** The failure to show for a resource; null if there is none yet. */
  static @Nullable LastingJobFailure of(
      ReconcileInput input, PollTarget target, ReflectionPolicy policy) {
    if (target instanceof PollTarget.Misconfigured misconfigured) {
      return new LastingJobFailure(FailureReason.INVALID_CONFIGURATION, misconfigured.message());
    }
    Observation newest = input.polls().job().newest();
    if (newest instanceof Observation.Absent absent) {
      boolean beyondGrace = input.polls().job().failedFor(1, policy.graceTime());
      PollTarget.Job job = (PollTarget.Job) target;
      String pinned = input.status().accountId();
      // The calls may go to another account, which need not have the job.
      return pinned != null && absent.accountId() == null
          ? shownIf(
              beyondGrace,
              FailureReason.INVALID_CONFIGURATION,
              accountUnknownMessage(job, pinned),
              input)
          : shownIf(beyondGrace, FailureReason.JOB_NOT_FOUND, absentMessage(job), input);
    }
    if (newest instanceof Observation.JobFailure failure) {
      boolean lasting =
          input.polls().job().failedFor(ReflectionPolicy.FAILURES_SHOWN_AFTER, policy.graceTime());
      return shownIf(lasting, FailureReason.of(failure), failure.message(), input);
    }
    return null;
  }

  // A failure that is already shown needs no second grace time after a restart.
  private static @Nullable LastingJobFailure shownIf(
      boolean lasting, FailureReason reason, String message, ReconcileInput input) {
    boolean shownBefore =
        tells(input.condition(ConditionType.SYNCED), reason)
            || tells(input.condition(ConditionType.READY), reason);
    return lasting || shownBefore ? new LastingJobFailure(reason, message) : null;
  }

  private static boolean tells(@Nullable Condition condition, FailureReason reason) {
    return condition != null
        && condition.status().equals(DesiredCondition.FALSE)
        && condition.reason().equals(reason.text());
  }

  private static String accountUnknownMessage(PollTarget.Job target, String pinned) {
    return "SageMaker has no optimization job named "
        + target.key().jobName()
        + " in "
        + target.key().accountRegion().region()
        + ". This resource reflects a job of account "
        + pinned
        + ", but the account of the operator's credentials is not known. Set AWS_ACCOUNT_ID, or give"
        + " the operator a role (IRSA or EKS Pod Identity).";
  }

  static String absentMessage(PollTarget.Job target) {
    JobKey key = target.key();
    return "SageMaker has no optimization job named "
        + key.jobName()
        + " in "
        + key.accountRegion().region()
        + ". Create the job; the operator polls it again. If its name or region is wrong, create"
        + " a new resource, because spec.optimizationJobName and spec.region are immutable.";
  }
}
