package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.simulator.JobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator is killed (SIGKILL) again and again while jobs change their states. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledAtRandomIT {

  private static final int KILLS = 10;
  private static final int JOBS = 10;
  private static final int LONGEST_LIFE_MILLIS = 1500;
  private static final long SEED = 20261124;

  private static final List<List<JobStatus>> LIVES =
      List.of(
          List.of(JobStatus.INPROGRESS, JobStatus.COMPLETED),
          List.of(JobStatus.INPROGRESS, JobStatus.FAILED),
          List.of(JobStatus.INPROGRESS, JobStatus.STOPPING, JobStatus.STOPPED));

  private final Random random = new Random(SEED);
  private final Scene scene;
  private final Map<String, List<JobStatus>> futures = new LinkedHashMap<>();

  private final Map<String, List<String>> lives = new LinkedHashMap<>();

  KilledAtRandomIT(RealApiServer server) {
    scene = new Scene(server, "killed");
  }

  @BeforeAll
  void liveThroughKills() throws InterruptedException {
    IntStream.range(0, JOBS)
        .forEach(i -> futures.put("job-" + i, new ArrayList<>(LIVES.get(i % LIVES.size()))));
    futures.keySet().forEach(scene::createWithJob);
    futures.forEach((job, future) -> lives.put(job, states(job, future)));
    for (int i = 0; i < KILLS; i++) {
      long callsBefore = scene.sageMaker().calls().count();
      OperatorProcess operator = scene.start(scene.operator().named("killed-" + i));
      await("it polls")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> scene.sageMaker().calls().count() > callsBefore);
      futures.keySet().stream().filter(job -> random.nextBoolean()).forEach(this::moveOn);
      boolean ended =
          operator.process().waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
      assertThat(ended).as("ended by itself").isFalse();
      operator.kill();
    }
    OperatorProcess last = scene.start(scene.operator().named("killed-last"));
    while (futures.values().stream().anyMatch(future -> !future.isEmpty())) {
      futures.keySet().forEach(this::moveOn);
    }
    futures
        .keySet()
        .forEach(job -> scene.awaitJobStatus(job, scene.sageMaker().jobs().status(job)));
    assertThat(last.process().isAlive()).isTrue();
  }

  @AfterAll
  void close() {
    scene.close();
  }

  /**
   * An Event may tell a state that status never shows: killed between the two, the next operator
   * may find the job a state further.
   */
  @Test
  void each_transition_shown_is_told_by_exactly_one_event() {
    assertThat(futures.keySet())
        .allSatisfy(
            job ->
                assertThat(scene.toldStates(job))
                    .doesNotHaveDuplicates()
                    .containsAll(Scene.transitions(scene.get(job))));
  }

  @Test
  void no_event_tells_a_state_that_the_job_was_not_in() {
    assertThat(futures.keySet())
        .allSatisfy(job -> assertThat(lives.get(job)).containsAll(scene.toldStates(job)));
  }

  @Test
  void no_transition_is_shown_twice() {
    assertThat(futures.keySet())
        .allSatisfy(job -> assertThat(Scene.transitions(scene.get(job))).doesNotHaveDuplicates());
  }

  @Test
  void each_transition_took_one_write() {
    assertThat(futures.keySet())
        .allSatisfy(
            job ->
                assertThat(scene.history().writes(job))
                    .isEqualTo(Scene.transitions(scene.get(job)).size()));
  }

  @Test
  void every_jobs_end_is_shown_whole() {
    assertThat(futures.keySet())
        .allSatisfy(
            job -> {
              var shown = scene.get(job);
              String status = scene.sageMaker().jobs().status(job);
              assertThat(Scene.jobStatus(shown)).isEqualTo(status);
              assertThat(Scene.condition(shown, "Finished")).startsWith("True/");
              assertThat(Scene.condition(shown, "Ready"))
                  .isEqualToIgnoringCase(
                      (status.equals("COMPLETED") ? "True/" : "False/") + status);
            });
  }

  private void moveOn(String job) {
    List<JobStatus> future = futures.get(job);
    if (!future.isEmpty()) {
      scene.sageMaker().jobs().transition(job, future.remove(0));
    }
  }

  private List<String> states(String job, List<JobStatus> future) {
    List<String> states = new ArrayList<>(List.of(scene.sageMaker().jobs().status(job)));
    future.forEach(status -> states.add(status.name()));
    return states;
  }
}
