package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.ApiServerProxy.Cut;
import dev.jobreflector.operator.ApiServerProxy.Point;
import dev.jobreflector.simulator.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two operators reflect at once, as when a deposed leader does not know it yet. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaleWriterIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String CONFLICTS =
      "jobreflector_kubernetes_writes_total{kind=\"OptimizationJobStatus\",outcome=\"conflict\"}";

  private final Scene scene;
  private final ApiServerProxy proxy;
  private OperatorProcess deposed;

  StaleWriterIT(RealApiServer server) {
    scene = new Scene(server, "stale-writer");
    proxy = new ApiServerProxy(server);
  }

  /**
   * The deposed one saw every job first, and then polls once an hour: what it knows is soon old.
   * Its write for one of them is on its way while the other begins.
   */
  @BeforeAll
  void start() {
    List.of("aged", "late").forEach(scene::createWithJob);
    Cut late = proxy.cut(Cut.status("late", Point.BEFORE_IT_ARRIVES, Integer.MAX_VALUE));
    deposed =
        scene.start(scene.operator(proxy.kubeconfig()).named("deposed").with("--resync-period=1h"));
    scene.awaitJobStatus("aged", "STARTING");
    await().atMost(LIMIT).until(() -> late.count() > 0);
    scene.start(scene.operator().named("leader"));
  }

  @AfterAll
  void close() {
    scene.close();
    proxy.close();
  }

  @Test
  void both_told_of_a_new_job_write_and_tell_once() {
    scene.createWithJob("new");
    scene.awaitJobStatus("new", "STARTING");
    await().atMost(LIMIT).until(() -> scene.sageMaker().calls().calls("new").size() > 2);
    scene.sageMaker().jobs().transition("new", JobStatus.INPROGRESS);
    scene.request("new", "by both at once");
    scene.awaitJobStatus("new", "INPROGRESS");
    scene.sageMaker().jobs().transition("new", JobStatus.COMPLETED);
    scene.awaitJobStatus("new", "COMPLETED");

    assertNeverBack("new");
    scene.assertEachTransitionToldOnce(List.of("new"));
  }

  @Test
  void a_write_decided_on_an_old_version_is_refused() {
    scene.awaitJobStatus("late", "STARTING");
    scene.sageMaker().jobs().transition("late", JobStatus.INPROGRESS);
    scene.awaitJobStatus("late", "INPROGRESS");
    double before = deposed.metric(CONFLICTS);
    proxy.mend();

    await().atMost(LIMIT).until(() -> deposed.metric(CONFLICTS) > before);
    assertNeverBack("late");
    scene.assertEachTransitionToldOnce(List.of("late"));
  }

  @Test
  void an_observation_older_than_what_is_shown_is_not_written() {
    scene.sageMaker().jobs().transition("aged", JobStatus.INPROGRESS);
    scene.awaitJobStatus("aged", "INPROGRESS");

    scene
        .at("aged")
        .edit(
            resource -> {
              resource.setSpec(new OptimizationJobSpec(null, null, 7200, null));
              return resource;
            });

    await().atMost(LIMIT).until(() -> scene.get("aged").getStatus().observedGeneration() == 2);
    scene.request("aged", "and asked again");
    await()
        .atMost(LIMIT)
        .until(
            () -> "and asked again".equals(scene.get("aged").getStatus().lastHandledReconcileAt()));
    assertNeverBack("aged");
    scene.assertEachTransitionToldOnce(List.of("aged"));
  }

  /** A state once left is not shown again. */
  private void assertNeverBack(String job) {
    List<String> shown =
        scene.history().versions(job).stream().map(Scene::jobStatus).map(String::valueOf).toList();
    List<String> changes =
        IntStream.range(0, shown.size())
            .filter(i -> i == 0 || !shown.get(i).equals(shown.get(i - 1)))
            .mapToObj(shown::get)
            .toList();
    assertThat(changes).doesNotHaveDuplicates();
    assertThat(Scene.transitions(scene.get(job))).doesNotHaveDuplicates();
  }
}
