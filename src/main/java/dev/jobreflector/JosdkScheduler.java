package dev.jobreflector;

import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Configures JOSDK's executor for delayed tasks. By default it has no core thread (5.3.2). Then a
 * thread checks every 10 ms whether a waiting task is due, which takes two thirds of an idle
 * operator's CPU time.
 */
final class JosdkScheduler {

  private JosdkScheduler() {}

  /** Gives the executor a core thread, which sleeps until a task is due. */
  static void keepThread(ConfigurationService configuration) {
    if (configuration.getExecutorServiceManager().scheduledExecutorService()
        instanceof ScheduledThreadPoolExecutor scheduler) {
      scheduler.setCorePoolSize(1);
    }
  }
}
