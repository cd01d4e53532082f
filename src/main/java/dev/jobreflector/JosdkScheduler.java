package dev.jobreflector;

import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * JOSDK's executor for delayed tasks. It has no thread of its own (5.3.2), and where a task waits
 * in such an executor a thread looks every 10 ms whether it is due: two thirds of the CPU of an
 * operator at rest.
 */
final class JosdkScheduler {

  private JosdkScheduler() {}

  /** Gives it a thread, which sleeps until a task is due. */
  static void keepThread(ConfigurationService configuration) {
    if (configuration.getExecutorServiceManager().scheduledExecutorService()
        instanceof ScheduledThreadPoolExecutor scheduler) {
      scheduler.setCorePoolSize(1);
    }
  }
}
