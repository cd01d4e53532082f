package dev.jobreflector.sagemaker;

import java.time.Duration;

/** Receives the outcome of each call to SageMaker, on the caller's thread. */
@FunctionalInterface
public interface CallListener {

  /**
   * Called after each call.
   *
   * @param operation the name in the API, such as {@code DescribeOptimizationJob}
   * @param outcome how the call ended
   * @param region the AWS region of the call
   * @param duration from the request for credentials until the answer has been read
   */
  void called(String operation, CallOutcome outcome, String region, Duration duration);
}
