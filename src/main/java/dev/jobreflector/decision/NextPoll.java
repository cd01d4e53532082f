package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.decision.PollRequest.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Decides when to poll a resource's job next, and how urgently. */
final class NextPoll {

  /**
   * After a failed call, the first wait is the retry period divided by this; after an absent job,
   * it is the whole retry period.
   */
  private static final int FAILURE_RETRY_DIVISOR = 3;

  /** Waits vary by up to this part of the period. Spreads the polls of many jobs. */
  private static final double JITTER = 0.1;

  private NextPoll() {}

  /**
   * The next poll request; null if the job needs no poll.
   *
   * @param status the status that was decided
   * @param written true if the cluster already has that status
   */
  static @Nullable PollRequest of(
      ReconcileInput input,
      PollTarget target,
      OptimizationJobStatus status,
      boolean written,
      ReflectionPolicy policy) {
    JobKey key =
        target instanceof PollTarget.Job job
            ? job.key()
            : ((PollTarget.Misconfigured) target).key();
    if (input.suspended() || key == null) {
      return null;
    }
    Instant last = input.polls().job().lastPollTime();
    Duration period = period(input, policy);
    ShownJob shown = ShownJob.of(status.description());
    String requested = input.requested();
    if (requested != null && !requested.equals(status.lastHandledReconcileAt())) {
      return new PollRequest(
          key,
          Urgency.REQUESTED,
          input.polls().pollingSince(),
          requested,
          last,
          period,
          shown,
          written);
    }
    if (needsNoPoll(input, status)) {
      return null;
    }
    Due due = due(input, target, shown, policy);
    return new PollRequest(key, due.urgency(), due.time(), null, last, period, shown, written);
  }

  private record Due(Urgency urgency, Instant time) {}

  private static Due due(
      ReconcileInput input, PollTarget target, @Nullable ShownJob shown, ReflectionPolicy policy) {
    Duration period = period(input, policy);
    Instant last = input.polls().job().lastPollTime();
    Observation newest = input.polls().job().newest();
    if (newest == null || last == null) {
      boolean missed = failureShown(input);
      if (shown == null && !missed) {
        return new Due(Urgency.NEW, input.polls().pollingSince());
      }
      if (input.foreign() != null) {
        return new Due(
            shown != null && shown.isFinal() ? Urgency.RETRIED : Urgency.DUE,
            input.polls().pollingSince());
      }
      Duration within = missed ? policy.retryPeriod() : period;
      Instant spread = input.polls().pollingSince().plus(scaled(within, random(input, 0)));
      return new Due(missed ? Urgency.RETRIED : Urgency.DUE, spread);
    }
    if (target instanceof PollTarget.Misconfigured) {
      return new Due(Urgency.RETRIED, last.plus(policy.maxRetryPeriod()));
    }
    if (newest instanceof Observation.Found) {
      double jittered = 1 - JITTER + 2 * JITTER * random(input, last.toEpochMilli());
      return new Due(Urgency.DUE, last.plus(scaled(period, jittered)));
    }
    Duration first =
        newest instanceof Observation.Absent
            ? policy.retryPeriod()
            : policy.retryPeriod().dividedBy(FAILURE_RETRY_DIVISOR);
    Duration wait =
        BackOff.doubled(first, input.polls().job().failures() - 1, limit(input, policy));
    Instant time = last.plus(wait);
    Instant graceEnd = graceEnd(input, policy);
    if (graceEnd != null && graceEnd.isAfter(last) && graceEnd.isBefore(time)) {
      time = graceEnd;
    }
    return new Due(Urgency.RETRIED, time);
  }

  /**
   * When one more failed poll makes the failure shown; null if Synced is already False, or if one
   * more poll is too few.
   */
  private static @Nullable Instant graceEnd(ReconcileInput input, ReflectionPolicy policy) {
    Condition synced = input.condition(ConditionType.SYNCED);
    if (synced != null && synced.status().equals(DesiredCondition.FALSE)) {
      return null;
    }
    int polls =
        input.polls().job().newest() instanceof Observation.Absent
            ? 1
            : ReflectionPolicy.FAILURES_SHOWN_AFTER;
    return input.polls().job().earliestShownTime(polls, policy.graceTime());
  }

  /**
   * True if the job is final and needs no more polls. A final job is polled while a failure is not
   * resolved yet, or while a shown failure may have passed.
   */
  private static boolean needsNoPoll(ReconcileInput input, OptimizationJobStatus status) {
    if (status.description() == null
        || !JobState.of(String.valueOf(status.description().optimizationJobStatus())).isFinal()) {
      return false;
    }
    Observation newest = input.polls().job().newest();
    String synced = syncedReason(status);
    // The client that removed Synced may also have changed the description.
    if (newest == null && (input.foreign() != null || synced.isEmpty())) {
      return false;
    }
    if (newest == null || newest instanceof Observation.Found) {
      return !synced.equals(FailureReason.ACCESS_DENIED.text())
          && !synced.equals(FailureReason.INVALID_CONFIGURATION.text());
    }
    return synced.equals(FailureReason.JOB_NOT_FOUND.text());
  }

  private static String syncedReason(OptimizationJobStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(ConditionType.SYNCED.text()))
        .map(condition -> condition.reason())
        .findFirst()
        .orElse("");
  }

  private static boolean failureShown(ReconcileInput input) {
    Condition ready = input.condition(ConditionType.READY);
    return ready != null
        && ready.status().equals(DesiredCondition.FALSE)
        && FailureReason.isOfJob(ready.reason());
  }

  private static Duration period(ReconcileInput input, ReflectionPolicy policy) {
    Integer seconds = input.spec().resyncPeriodSeconds();
    return seconds == null ? policy.period() : Duration.ofSeconds(seconds);
  }

  // The schedule backs off for a failing account; once it answers, jobs wait at most their period.
  private static Duration limit(ReconcileInput input, ReflectionPolicy policy) {
    Duration period = period(input, policy);
    boolean ofAccount = input.polls().job().newest() instanceof Observation.AccountFailure;
    return ofAccount && period.compareTo(policy.maxRetryPeriod()) < 0
        ? period
        : policy.maxRetryPeriod();
  }

  private static Duration scaled(Duration duration, double factor) {
    return Duration.ofMillis(Math.round(duration.toMillis() * factor));
  }

  /** A number in [0, 1); the same for the same resource and salt. */
  private static double random(ReconcileInput input, long salt) {
    long seed = input.uid().hashCode() * 0x9E3779B97F4A7C15L + salt;
    return new SplittableRandom(seed).nextDouble();
  }
}
