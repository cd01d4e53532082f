package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.ApiServerProxy.Refusal;
import dev.jobreflector.simulator.JobStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server refuses one job's status: the job is polled on, each second here. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnwrittenStatusIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int FORBIDDEN = 403;
  private static final int INVALID = 422;

  private final Scene scene;
  private final ApiServerProxy proxy;
  private OperatorProcess operator;

  UnwrittenStatusIT(RealApiServer server) {
    scene = new Scene(server, "unwritten-status");
    proxy = new ApiServerProxy(server);
  }

  @BeforeAll
  void start() {
    operator = scene.start(scene.operator(proxy.kubeconfig()).with("--freshness=0s"));
  }

  @AfterAll
  void close() {
    scene.close();
    proxy.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {FORBIDDEN, INVALID})
  void job_is_described_at_its_period_and_the_newest_answer_is_written(int code) {
    String job = "running-" + code;
    Refusal refusal = startRefused(job, "", code);

    awaitDescribes(job, 10);

    assertThat(operator.metric("jobreflector_oldest_poll_seconds")).isLessThan(10);
    scene.sageMaker().jobs().transition(job, JobStatus.INPROGRESS);
    awaitDescribes(job, 2);
    assertThat(Scene.jobStatus(scene.get(job))).isNull();
    proxy.allow(refusal);
    var shown = scene.awaitJobStatus(job, "INPROGRESS");
    assertThat(Scene.transitions(shown)).containsExactly("INPROGRESS");
    assertThat(scene.reasons(job)).doesNotHaveDuplicates().contains("InProgress");
  }

  @Test
  void answer_that_cannot_be_written_is_replaced_by_one_that_can() {
    String job = "unwritable";
    startRefused(job, "\"STARTING\"", INVALID);
    scene.sageMaker().jobs().transition(job, JobStatus.INPROGRESS);

    scene.awaitJobStatus(job, "INPROGRESS");
  }

  @Test
  void end_that_cannot_be_written_is_described_until_it_can_and_then_no_more() {
    String job = "ended";
    scene.createWithJob(job);
    scene.awaitJobStatus(job, "STARTING");
    Refusal refusal = proxy.refuse(Refusal.ofStatus(job, "", FORBIDDEN));
    scene.sageMaker().jobs().complete(job, null);
    await().atMost(LIMIT).until(() -> refusal.count() > 0);

    awaitDescribes(job, 3);

    proxy.allow(refusal);
    scene.awaitJobStatus(job, "COMPLETED");
    int withOneUnderWay = describes(job) + 1;
    await()
        .during(Duration.ofSeconds(3))
        .atMost(LIMIT)
        .until(() -> describes(job) <= withOneUnderWay);
    scene.assertEachTransitionToldOnce(List.of(job));
  }

  @Test
  void request_is_polled_and_echoed_once_the_status_can_be_written() {
    String job = "requested";
    Refusal refusal = startRefused(job, "", FORBIDDEN);
    scene.request(job, "now");
    awaitDescribes(job, 3);
    assertThat(scene.get(job).getStatus().lastHandledReconcileAt()).isNull();

    proxy.allow(refusal);

    scene.await("the echo", job, shown -> "now".equals(shown.getStatus().lastHandledReconcileAt()));
  }

  /** A new job whose first answer was refused. */
  private Refusal startRefused(String job, String body, int code) {
    Refusal refusal = proxy.refuse(Refusal.ofStatus(job, body, code));
    scene.createWithJob(job);
    await().atMost(LIMIT).until(() -> refusal.count() > 0);
    return refusal;
  }

  private void awaitDescribes(String job, int more) {
    int before = describes(job);
    await(more + " describes of " + job).atMost(LIMIT).until(() -> describes(job) >= before + more);
  }

  private int describes(String job) {
    return scene.sageMaker().calls().calls(job).size();
  }
}
