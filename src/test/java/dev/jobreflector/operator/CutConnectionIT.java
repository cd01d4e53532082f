package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.ApiServerProxy.Cut;
import dev.jobreflector.operator.ApiServerProxy.Point;
import dev.jobreflector.simulator.JobStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connection to the API server is cut around the writes of a transition. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutConnectionIT {

  // The client tries again by itself; this many cuts outlast a few of its tries.
  private static final int CUTS = 3;
  private static final int ALWAYS = Integer.MAX_VALUE;

  private final Scene scene;
  private final ApiServerProxy proxy;
  private OperatorProcess operator;

  CutConnectionIT(RealApiServer server) {
    scene = new Scene(server, "cut-connection");
    proxy = new ApiServerProxy(server);
  }

  @BeforeAll
  void start() {
    operator = scene.start(scene.operator(proxy.kubeconfig()));
  }

  @AfterAll
  void close() {
    scene.close();
    proxy.close();
  }

  @ParameterizedTest
  @EnumSource
  void a_cut_around_the_event_leaves_one_event_and_the_right_status(Point point) {
    String job = "event-" + name(point);
    startRunning(job);
    Cut cut = proxy.cut(Cut.event(job, "Completed", point, CUTS));

    assertCompletesToldOnce(job, cut);
  }

  @ParameterizedTest
  @EnumSource
  void a_cut_around_the_status_write_leaves_one_event_and_the_right_status(Point point) {
    String job = "status-" + name(point);
    startRunning(job);
    Cut cut = proxy.cut(Cut.status(job, point, CUTS));

    assertCompletesToldOnce(job, cut);
    assertThat(scene.history().writes(job)).isEqualTo(3);
  }

  @Test
  void a_crash_between_event_and_status_write_leaves_one_event_and_the_right_status() {
    String job = "crash";
    startRunning(job);
    Cut cut = proxy.cut(Cut.status(job, Point.BEFORE_IT_ARRIVES, ALWAYS));
    scene.sageMaker().jobs().transition(job, JobStatus.COMPLETED);
    await().atMost(Duration.ofSeconds(60)).until(() -> cut.count() > 0);
    assertThat(scene.reasons(job)).contains("Completed");
    assertThat(Scene.jobStatus(scene.get(job))).isEqualTo("INPROGRESS");

    operator.kill();
    proxy.mend();
    operator = scene.start(scene.operator(proxy.kubeconfig()));

    assertCompletesToldOnce(job, cut);
  }

  private void startRunning(String job) {
    scene.createWithJob(job);
    scene.awaitJobStatus(job, "STARTING");
    scene.sageMaker().jobs().transition(job, JobStatus.INPROGRESS);
    scene.awaitJobStatus(job, "INPROGRESS");
  }

  private void assertCompletesToldOnce(String job, Cut cut) {
    scene.sageMaker().jobs().transition(job, JobStatus.COMPLETED);
    var shown = scene.awaitJobStatus(job, "COMPLETED");

    assertThat(cut.count()).isPositive();
    assertThat(Scene.transitions(shown)).containsExactly("STARTING", "INPROGRESS", "COMPLETED");
    assertThat(Scene.condition(shown, "Ready")).isEqualTo("True/Completed");
    scene.assertEachTransitionToldOnce(List.of(job));
  }

  private static String name(Point point) {
    return point == Point.BEFORE_IT_ARRIVES ? "request" : "answer";
  }
}
