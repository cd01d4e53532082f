package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server refuses to write one status: its job is polled as if it were written. */
class UnwrittenStatusTest {

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

  private final VirtualTime time = new VirtualTime(START);
  private final VirtualSageMaker sageMaker = new VirtualSageMaker();

  private VirtualOperator operator(String freshness) {
    VirtualOperator operator =
        new VirtualOperator(
            time,
            sageMaker,
            2,
            2,
            Duration.parse("PT" + freshness),
            Latencies.ofCalls(Duration.ofMillis(150)),
            1);
    for (int i = 0; i < 10; i++) {
      sageMaker.put(
          VirtualJob.created("job-" + i, START.minusSeconds(600))
              .in("INPROGRESS", START.minusSeconds(60)));
    }
    return operator;
  }

  private static void applyAll(VirtualOperator operator) {
    for (int i = 0; i < 10; i++) {
      operator.apply("job-" + i);
    }
  }

  private void move(String job, String status) {
    sageMaker.put(sageMaker.get(job).in(status, time.now()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "10s"})
  void job_is_described_at_its_period_and_the_newest_answer_is_written(String freshness) {
    VirtualOperator operator = operator(freshness);
    operator.refuseWrites("job-0");
    applyAll(operator);
    time.pass(Duration.ofMinutes(1));
    int before = operator.calls().describesOf("job-0");

    time.pass(Duration.ofMinutes(5));

    assertThat(operator.calls().describesOf("job-0") - before).isGreaterThanOrEqualTo(9);
    assertThat(operator.shown("job-0")).isNull();
    move("job-0", "STOPPING");
    time.pass(Duration.ofMinutes(1));
    operator.takeWrites("job-0");
    time.pass(Duration.ofSeconds(10));
    assertThat(operator.shown("job-0")).isEqualTo("STOPPING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "10s"})
  void job_whose_end_cannot_be_written_is_described_until_it_can(String freshness) {
    VirtualOperator operator = operator(freshness);
    applyAll(operator);
    time.pass(Duration.ofMinutes(2));
    operator.refuseWrites("job-0");
    move("job-0", "FAILED");
    time.pass(Duration.ofMinutes(1));
    int before = operator.calls().describesOf("job-0");

    time.pass(Duration.ofMinutes(5));

    assertThat(operator.calls().describesOf("job-0") - before).isBetween(9, 35);
    operator.takeWrites("job-0");
    time.pass(Duration.ofSeconds(10));
    assertThat(operator.shown("job-0")).isEqualTo("FAILED");
    int after = operator.calls().describesOf("job-0");
    time.pass(Duration.ofMinutes(10));
    assertThat(operator.calls().describesOf("job-0")).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "10s"})
  void request_is_polled_though_the_status_before_it_cannot_be_written(String freshness) {
    VirtualOperator operator = operator(freshness);
    operator.refuseWrites("job-0");
    applyAll(operator);
    time.pass(Duration.ofSeconds(12));
    int before = operator.calls().describesOf("job-0");

    operator.request("job-0", "now");
    time.pass(Duration.ofSeconds(7));

    assertThat(operator.calls().describesOf("job-0")).isGreaterThan(before);
    operator.takeWrites("job-0");
    time.pass(Duration.ofSeconds(10));
    assertThat(operator.resource("job-0").getStatus().lastHandledReconcileAt()).isEqualTo("now");
  }
}
