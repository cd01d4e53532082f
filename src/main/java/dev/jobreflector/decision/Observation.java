package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of one poll of a job. A message tells the user what failed and what to do. Equal
 * failures have equal messages: no request ids, no times, nothing else that differs from one poll
 * to the next.
 */
public sealed interface Observation {

  /**
   * When the answer arrived, by a clock that nobody can set. For durations and due times only;
   * never written to status.
   */
  Instant observedTime();

  /** A failure with a message for the user. */
  sealed interface Failure extends Observation {
    String message();
  }

  /** A failure that concerns one job or resource, not its whole account and region. */
  sealed interface JobFailure extends Failure {}

  /** A failure that concerns a whole account and region, not the job. */
  sealed interface AccountFailure extends Failure {}

  /**
   * The job as DescribeOptimizationJob returned it. {@code accountId} is the account in its ARN;
   * null if the ARN contains none.
   */
  record Found(
      OptimizationJobDescription description, @Nullable String accountId, Instant observedTime)
      implements Observation {}

  /**
   * The account has no job of that name. {@code accountId} is null while the operator does not know
   * which account its credentials belong to.
   */
  record Absent(@Nullable String accountId, Instant observedTime) implements Observation {}

  /** The credentials are valid, but may not describe this job. */
  record Denied(String message, Instant observedTime) implements JobFailure {}

  /** The request cannot succeed as configured: the region, name or endpoint is not valid. */
  record Misconfigured(String message, Instant observedTime) implements JobFailure {}

  /** AWS throttles the calls. */
  record Throttled(String message, Instant observedTime) implements AccountFailure {}

  /** HTTP 200 and the JSON of a job, but not of the requested one, or not as SageMaker sends it. */
  record Unreadable(String message, Instant observedTime) implements AccountFailure {}

  /** No answer, a 5xx status, or an answer that is not SageMaker's. */
  record Unavailable(String message, Instant observedTime) implements AccountFailure {}

  /** There are no credentials, or AWS refuses them as expired or invalid. */
  record CredentialsRefused(String message, Instant observedTime) implements AccountFailure {}
}
