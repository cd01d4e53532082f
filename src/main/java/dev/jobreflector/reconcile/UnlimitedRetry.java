package dev.jobreflector.reconcile;

import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;

/**
 * A reconcile that failed is tried again for as long as it takes, at first after half a second, up
 * to half a minute while the API server is away. Giving up would leave a transition untold.
 */
final class UnlimitedRetry implements Retry {

  private static final int FIRST_MILLIS = 500;
  private static final double MULTIPLIER = 2;
  private static final int LONGEST_MILLIS = 30_000;

  private final GenericRetry retry =
      new GenericRetry()
          .setMaxAttempts(Integer.MAX_VALUE)
          .setInitialInterval(FIRST_MILLIS)
          .setIntervalMultiplier(MULTIPLIER)
          .setMaxInterval(LONGEST_MILLIS);

  @Override
  public RetryExecution initExecution() {
    return retry.initExecution();
  }
}
