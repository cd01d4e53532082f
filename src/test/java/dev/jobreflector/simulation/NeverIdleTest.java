package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.measurement.ChangeDelays;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The budget is used while a job is due, whatever lists were to show of it before. */
class NeverIdleTest {

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

  private final VirtualTime time = new VirtualTime(START);
  private final VirtualSageMaker sageMaker = new VirtualSageMaker();
  private final VirtualOperator operator =
      new VirtualOperator(
          time,
          sageMaker,
          1,
          2,
          Duration.ofSeconds(10),
          Latencies.ofCalls(Duration.ofMillis(150)),
          1);

  @Test
  void twelve_new_jobs_beside_many_others_are_described_though_lists_are_given_up() {
    others(1500);
    running(12);

    time.pass(Duration.ofMinutes(5));
    assertThat(VirtualAccount.longestGap(operator.calls().calls()))
        .isLessThan(Duration.ofSeconds(11));

    ChangeDelays delays = new ChangeDelays(time::nanos);
    operator.onShown(delays::shown);
    for (int i = 0; i < 12; i++) {
      delays.changes("job-" + i, "COMPLETED");
      sageMaker.put(sageMaker.get("job-" + i).in("COMPLETED", time.now()));
      time.pass(Duration.ofSeconds(20));
    }

    assertThat(delays.shown().count()).isEqualTo(12);
    assertThat(delays.shown().max()).isLessThan(20);
  }

  private void others(int count) {
    for (int i = 0; i < count; i++) {
      sageMaker.put(
          VirtualJob.created("other-" + i, START.minusSeconds(1800).plusMillis(i))
              .in("INPROGRESS", START.minusSeconds(3000)));
    }
  }

  private void running(int count) {
    for (int i = 0; i < count; i++) {
      String name = "job-" + i;
      sageMaker.put(
          VirtualJob.created(name, START.minusSeconds(3600 - i))
              .in("INPROGRESS", START.minusSeconds(60)));
      operator.apply(name);
    }
  }
}
