package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.simulator.Call;
import dev.jobreflector.simulator.CallLog;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** AWS allows few requests a second. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(RealApiServerExtension.class)
class ThrottledIT {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj("job-%03d"::formatted).toList();
  }

  /**
   * 100 running jobs, never seen before, and a budget that is AWS's own limit. None is due again
   * before all are described: such polls would get their tenth of the budget.
   */
  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class WithABudgetThatAwsAllows {

    private static final int RATE = 2;
    private static final int BURST = 2;
    private static final Duration WITHIN = Duration.ofSeconds(55);

    private final List<String> jobs = names(100);
    private final Scene scene;
    private final CallLog calls;

    WithABudgetThatAwsAllows(RealApiServer server) {
      scene = new Scene(server, "budget");
      calls = scene.sageMaker().calls();
    }

    @BeforeAll
    void describeAll() {
      scene.sageMaker().faults().throttle(RATE, BURST);
      jobs.forEach(scene::createWithJob);
      scene.start(
          scene
              .operator()
              .with("--aws-rate=" + RATE, "--aws-burst=" + BURST, "--resync-period=5m"));
      await()
          .atMost(WITHIN.multipliedBy(2))
          .pollInterval(POLL_INTERVAL)
          .until(() -> calls.count(Operation.DESCRIBE) >= jobs.size());
    }

    @AfterAll
    void close() {
      scene.close();
    }

    @Test
    void all_are_described_as_fast_as_aws_allows() {
      List<Call> first = firstCalls();
      Duration took =
          Duration.ofNanos(
              first.get(first.size() - 1).arrivalNanos() - first.get(0).arrivalNanos());

      assertThat(took).isLessThanOrEqualTo(WITHIN);
    }

    @Test
    void each_is_described_once_until_all_are() {
      assertThat(firstCalls().stream().map(Call::jobName))
          .containsExactlyInAnyOrderElementsOf(jobs);
    }

    @Test
    void each_is_written_once() {
      jobs.forEach(job -> scene.awaitJobStatus(job, "STARTING"));

      assertThat(jobs).allSatisfy(job -> assertThat(scene.history().writes(job)).isEqualTo(1));
    }

    @Test
    void aws_is_never_asked_more_than_it_allows_in_any_time() {
      calls.worstWindow(RATE, BURST).assertKept();
      assertThat(calls.count(Operation.DESCRIBE, Call.THROTTLED)).isZero();
    }

    private List<Call> firstCalls() {
      return calls.calls().stream()
          .filter(call -> call.operation() == Operation.DESCRIBE)
          .limit(jobs.size())
          .toList();
    }
  }

  /** The account's other callers leave less than the operator's budget. */
  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class WithABudgetAboveWhatAwsAllows {

    private static final int RATE = 6;

    private final List<String> jobs = names(12);
    private final Scene scene;
    private OperatorProcess operator;

    WithABudgetAboveWhatAwsAllows(RealApiServer server) {
      scene = new Scene(server, "throttled");
    }

    @BeforeAll
    void completeAll() {
      scene.sageMaker().faults().throttle(4, 4);
      jobs.forEach(scene::createWithJob);
      operator = scene.start(scene.operator().with("--aws-rate=" + RATE));
      jobs.forEach(job -> scene.awaitJobStatus(job, "STARTING"));
      await("throttled").atMost(Duration.ofSeconds(30)).until(() -> rate() < RATE);
      jobs.forEach(job -> scene.sageMaker().jobs().transition(job, JobStatus.COMPLETED));
      jobs.forEach(job -> scene.awaitJobStatus(job, "COMPLETED"));
    }

    @AfterAll
    void close() {
      scene.close();
    }

    @Test
    void the_rate_is_halved() {
      assertThat(scene.sageMaker().calls().count(Operation.DESCRIBE, Call.THROTTLED)).isPositive();
      // Halved once; a tenth more each 10 s without throttling.
      assertThat(rate()).isBetween(RATE / 4.0, RATE / 2.0 + 0.5);
    }

    @Test
    void synced_of_a_described_job_is_not_touched() {
      assertThat(jobs)
          .allSatisfy(
              job ->
                  assertThat(
                          scene.history().versions(job).stream()
                              .filter(shown -> Scene.jobStatus(shown) != null))
                      .allMatch(
                          shown -> Scene.condition(shown, "Synced").equals("True/Described")));
    }

    @Test
    void only_transitions_are_told() {
      assertThat(jobs)
          .allSatisfy(
              job ->
                  assertThat(scene.reasons(job))
                      .containsExactlyInAnyOrder("Starting", "Completed"));
    }

    private double rate() {
      return operator.metric("jobreflector_aws_budget_rate{");
    }
  }
}
