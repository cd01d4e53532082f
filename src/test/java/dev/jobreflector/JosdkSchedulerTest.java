package dev.jobreflector;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.api.config.BaseConfigurationService;
import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class JosdkSchedulerTest {

  @Test
  void a_task_that_is_not_due_wakes_no_thread() {
    ConfigurationService configuration = new BaseConfigurationService();

    JosdkScheduler.keepThread(configuration);

    assertThat(configuration.getExecutorServiceManager().scheduledExecutorService())
        .asInstanceOf(InstanceOfAssertFactories.type(ScheduledThreadPoolExecutor.class))
        .extracting(ScheduledThreadPoolExecutor::getCorePoolSize)
        .isEqualTo(1);
  }
}
