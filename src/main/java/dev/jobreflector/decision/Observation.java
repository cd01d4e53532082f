package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one poll of a job learned. A message is for the user: what failed and what to do, never a
 * request id, a time or anything else that differs from one poll to the next.
 */
public sealed interface Observation {

  /** When the answer came, by a clock that nobody sets: for spans and due times, never written. */
  Instant observedTime();

  /** A failure that belongs to one job or resource, not to its whole account and region. */
  sealed interface JobFailure extends Observation {
    String message();
  }

  /** A failure common to a whole account and region; it says nothing about the job. */
  sealed interface AccountFailure extends Observation {
    String message();
  }

  /** The job as DescribeOptimizationJob returned it; {@code accountId} is that of its ARN. */
  record Found(
      OptimizationJobDescription description, @Nullable String accountId, Instant observedTime)
      implements Observation {}

  /**
   * AWS knows no job of that name in the account that was asked; {@code accountId} is null while
   * nothing has told which account that is.
   */
  record Absent(@Nullable String accountId, Instant observedTime) implements Observation {}

  /** The credentials are good, but may not describe this job. */
  record Denied(String message, Instant observedTime) implements JobFailure {}

  /** The request can never succeed as configured: a region, name or endpoint that is not valid. */
  record Misconfigured(String message, Instant observedTime) implements JobFailure {}

  /** AWS asks for fewer calls. */
  record Throttled(String message, Instant observedTime) implements AccountFailure {}

  /** No answer, a 5xx, or an answer that is not SageMaker's. */
  record Unavailable(String message, Instant observedTime) implements AccountFailure {}

  /** No credentials, or expired or invalid ones. */
  record CredentialsRefused(String message, Instant observedTime) implements AccountFailure {}
}
