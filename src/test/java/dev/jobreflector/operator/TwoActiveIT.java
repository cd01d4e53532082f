package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.simulator.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two operators that elect no leader reflect the same jobs from beginning to end: worse than any
 * rolling update.
 */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoActiveIT {

  private static final Map<String, List<JobStatus>> LIVES =
      new TreeMap<>(
          Map.of(
              "completed", List.of(JobStatus.INPROGRESS, JobStatus.COMPLETED),
              "failed", List.of(JobStatus.INPROGRESS, JobStatus.FAILED),
              "stopped", List.of(JobStatus.INPROGRESS, JobStatus.STOPPING, JobStatus.STOPPED)));

  private final Scene scene;

  TwoActiveIT(RealApiServer server) {
    scene = new Scene(server, "two-active");
  }

  @BeforeAll
  void liveWithBoth() {
    OperatorProcess one = scene.start(scene.operator().named("active-one"));
    OperatorProcess another = scene.start(scene.operator().named("active-another"));
    LIVES.keySet().forEach(scene::createWithJob);
    for (int step = 0; step < 3; step++) {
      awaitPolledBy(one, another);
      for (Map.Entry<String, List<JobStatus>> life : LIVES.entrySet()) {
        if (step < life.getValue().size()) {
          scene.sageMaker().jobs().transition(life.getKey(), life.getValue().get(step));
        }
      }
      LIVES
          .keySet()
          .forEach(job -> scene.awaitJobStatus(job, scene.sageMaker().jobs().status(job)));
    }
  }

  @AfterAll
  void close() {
    scene.close();
  }

  @Test
  void each_transition_is_told_by_exactly_one_event() {
    scene.assertEachTransitionToldOnce(LIVES.keySet());
  }

  @Test
  void every_state_is_shown_once_and_in_order() {
    LIVES.forEach(
        (job, life) ->
            assertThat(Scene.transitions(scene.get(job)))
                .startsWith("STARTING")
                .endsWith(life.stream().map(JobStatus::name).toArray(String[]::new))
                .hasSize(life.size() + 1));
  }

  @Test
  void each_transition_takes_one_write() {
    LIVES.forEach(
        (job, life) -> assertThat(scene.history().writes(job)).as(job).isEqualTo(life.size() + 1));
  }

  /** Waits until each of them has polled every job anew, so that both know the same. */
  private static void awaitPolledBy(OperatorProcess... operators) {
    for (OperatorProcess operator : operators) {
      double before = polls(operator);
      await("both poll")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> polls(operator) >= before + LIVES.size());
    }
  }

  private static double polls(OperatorProcess operator) {
    return operator.metric("jobreflector_aws_requests_seconds_count{");
  }
}
