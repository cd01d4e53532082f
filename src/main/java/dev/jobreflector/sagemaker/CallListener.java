package dev.jobreflector.sagemaker;

import java.time.Duration;

/** Told of every call to SageMaker when it is over; called on the caller's thread. */
@FunctionalInterface
public interface CallListener {

  /**
   * One call is over.
   *
   * @param operation the API's name of it, such as {@code DescribeOptimizationJob}
   * @param outcome how it ended
   * @param region the AWS region that was asked
   * @param duration from asking for credentials to the last byte of the answer
   */
  void called(String operation, CallOutcome outcome, String region, Duration duration);
}
