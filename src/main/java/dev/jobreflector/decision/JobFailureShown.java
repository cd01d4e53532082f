package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.Condition;
import org.jspecify.annotations.Nullable;

/**
 * A failure to see one resource's job that has lasted long enough, or is certain enough, to show.
 *
 * @param reason which; one that concerns the job, not its account
 * @param message what failed and what to do
 */
record JobFailureShown(FailureReason reason, String message) {

  /** The failure to show for a resource; null where there is none, or none yet. */
  static @Nullable JobFailureShown of(
      Gathered gathered, PollTarget target, ReflectionPolicy policy) {
    if (target instanceof PollTarget.Misconfigured misconfigured) {
      return new JobFailureShown(FailureReason.INVALID_CONFIGURATION, misconfigured.message());
    }
    Observation newest = gathered.job().newest();
    if (newest instanceof Observation.Absent) {
      boolean beyondGrace = gathered.job().failedFor(1, policy.graceTime());
      return shownIf(
          beyondGrace,
          FailureReason.JOB_NOT_FOUND,
          absentMessage((PollTarget.Job) target),
          gathered);
    }
    if (newest instanceof Observation.JobFailure failure) {
      boolean lasting =
          gathered.job().failedFor(ReflectionPolicy.FAILURES_SHOWN_AFTER, policy.graceTime());
      FailureReason reason =
          newest instanceof Observation.Denied
              ? FailureReason.ACCESS_DENIED
              : FailureReason.INVALID_CONFIGURATION;
      return shownIf(lasting, reason, failure.message(), gathered);
    }
    return null;
  }

  // What is shown already needs no second grace time after a restart.
  private static @Nullable JobFailureShown shownIf(
      boolean lasting, FailureReason reason, String message, Gathered gathered) {
    boolean shownBefore =
        tells(gathered.condition(ConditionType.SYNCED), reason)
            || tells(gathered.condition(ConditionType.READY), reason);
    return lasting || shownBefore ? new JobFailureShown(reason, message) : null;
  }

  private static boolean tells(@Nullable Condition condition, FailureReason reason) {
    return condition != null
        && condition.status().equals(DesiredCondition.FALSE)
        && condition.reason().equals(reason.text());
  }

  static String absentMessage(PollTarget.Job target) {
    JobKey key = target.key();
    return "SageMaker knows no optimization job named "
        + key.jobName()
        + " in "
        + key.accountRegion().region()
        + ". Create it, or correct spec.optimizationJobName or spec.region (in a new resource: both"
        + " are immutable); it is looked for again by itself.";
  }
}
