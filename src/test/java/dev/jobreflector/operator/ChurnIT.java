package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.simulator.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Resources come and go, of jobs that run, have ended or are absent, polled on request and failing:
 * the operator's heap holds none of them whole, and once they are gone no object that belongs to
 * one.
 */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChurnIT {

  private static final int ROUNDS = 3;
  private static final int RESOURCES = 40;

  /** Constants, such as the state of a resource that was never polled. */
  private static final long MOST_LEFT = 10;

  /** Of these there are more, as constants alone. */
  private static final Set<String> CONSTANTS = Set.of("dev.jobreflector.decision.Secrets$Form");

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Where the classes are of which there are objects for each resource or job. */
  private static final List<String> OF_RESOURCES =
      List.of(
          "dev.jobreflector.",
          "io.fabric8.kubernetes.api.model.",
          "io.javaoperatorsdk.operator.processing.event.");

  private final Scene scene;
  private Map<String, Long> whileThere;
  private OperatorProcess operator;

  ChurnIT(RealApiServer server) {
    scene = new Scene(server, "churn");
  }

  @BeforeAll
  void churn() {
    operator =
        scene.start(
            scene.operator().with("--resync-period=20s", "--aws-rate=200", "--aws-burst=4"));
    for (int round = 0; round < ROUNDS; round++) {
      List<String> names = names(round);
      names.forEach(scene::create);
      names.forEach(this::createJob);
      names.stream().filter(name -> !name.startsWith("absent")).forEach(this::awaitShown);
      names.stream()
          .filter(name -> name.startsWith("absent"))
          .forEach(name -> scene.awaitSynced(name, "False/JobNotFound"));
      names.stream().limit(4).forEach(name -> scene.request(name, "now"));
      names.stream().limit(4).forEach(name -> scene.await("answered", name, ChurnIT::isAnswered));
      whileThere = instances();
      names.forEach(name -> scene.at(name).delete());
    }
    await("all are gone").atMost(PATIENCE).until(() -> operator.metric("custom_resources") == 0);
  }

  @AfterAll
  void close() {
    scene.close();
  }

  @Test
  void there_are_such_objects_while_there_are_resources() {
    assertThat(whileThere.keySet())
        .anyMatch(name -> name.startsWith("dev.jobreflector.schedule."))
        .anyMatch(name -> name.startsWith("io.javaoperatorsdk."));
    assertThat(whileThere.get("dev.jobreflector.cluster.CachedResource")).isEqualTo(RESOURCES);
  }

  @Test
  void no_resource_is_held_as_the_cluster_gave_it() {
    assertThat(whileThere.getOrDefault(OptimizationJob.class.getName(), 0L)).isLessThan(MOST_LEFT);
  }

  @Test
  void nothing_is_held_of_resources_that_are_gone() {
    await("what was under way has ended")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () ->
                assertThat(instances())
                    .allSatisfy((name, count) -> assertThat(count).isLessThan(MOST_LEFT)));
  }

  private static List<String> names(int round) {
    List<String> kinds = List.of("running", "completed", "failed", "absent");
    return IntStream.range(0, RESOURCES)
        .mapToObj(i -> kinds.get(i % kinds.size()) + "-" + round + "-" + i)
        .toList();
  }

  private void createJob(String name) {
    if (!name.startsWith("absent")) {
      scene.createJob(name);
    }
    if (name.startsWith("completed")) {
      scene.sageMaker().jobs().transition(name, JobStatus.COMPLETED);
    } else if (name.startsWith("failed")) {
      scene.sageMaker().jobs().transition(name, JobStatus.FAILED);
    }
  }

  private void awaitShown(String name) {
    scene.awaitJobStatus(name, scene.sageMaker().jobs().status(name));
  }

  private static boolean isAnswered(OptimizationJob job) {
    return "now".equals(job.getStatus().lastHandledReconcileAt());
  }

  /** How many objects of resources the operator's heap has, by class. */
  private Map<String, Long> instances() {
    Map<String, Long> all = operator.classHistogram().instances();
    all.keySet().removeIf(name -> OF_RESOURCES.stream().noneMatch(name::startsWith));
    all.keySet().removeAll(CONSTANTS);
    return all;
  }
}
