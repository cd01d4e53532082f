package dev.jobreflector.reconcile;

import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;

/**
 * Retries a failed reconcile without limit, 0.5 s to 30 s apart. If the operator gave up, a
 * transition would never be shown.
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
