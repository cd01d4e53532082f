package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.simulator.Call;
import dev.jobreflector.simulator.CallLog;
import dev.jobreflector.simulator.Fault;
import dev.jobreflector.simulator.Faults;
import dev.jobreflector.simulator.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** SageMaker is away as a whole, then the credentials expire; each lasts long enough to show. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {

  private static final List<String> JOBS = List.of("a", "b", "c", "d");
  private static final String DESCRIBED = "True/Described";
  private static final String UNAVAILABLE = "False/Unavailable";
  private static final int RATE = 4;

  private final Scene scene;
  private final CallLog calls;
  private OperatorProcess operator;

  OutageIT(RealApiServer server) {
    scene = new Scene(server, "outage");
    calls = scene.sageMaker().calls();
  }

  @BeforeAll
  void liveThroughBoth() {
    JOBS.forEach(scene::createWithJob);
    operator = scene.start(scene.operator().with("--aws-rate=" + RATE, "--aws-burst=" + RATE));
    awaitSynced(DESCRIBED);
    Faults faults = scene.sageMaker().faults();
    faults.inject(When.always().times(2), Fault.droppedConnection());
    faults.inject(When.always().times(1), Fault.badGatewayHtml());
    liveThrough(Fault.serviceUnavailable());
    liveThrough(Fault.expiredToken());
  }

  @AfterAll
  void close() {
    scene.close();
  }

  @Test
  void each_resource_is_written_once_at_its_beginning_and_once_at_its_end() {
    assertThat(JOBS)
        .allSatisfy(
            job ->
                assertThat(described(job).map(shown -> Scene.condition(shown, "Synced")))
                    .containsExactly(DESCRIBED, UNAVAILABLE, DESCRIBED, UNAVAILABLE, DESCRIBED));
  }

  @Test
  void what_is_known_of_the_job_is_not_touched() {
    assertThat(JOBS)
        .allSatisfy(
            job -> assertThat(described(job).map(OutageIT::knownOfTheJob).distinct()).hasSize(1));
  }

  @Test
  void the_condition_tells_what_failed_and_what_to_do() {
    assertThat(
            described("a")
                .filter(shown -> Scene.condition(shown, "Synced").equals(UNAVAILABLE))
                .map(shown -> Scene.message(shown, "Synced")))
        .satisfiesExactly(
            outage -> assertThat(outage).contains("HTTP 503 (ServiceUnavailable)"),
            expired -> assertThat(expired).contains("have expired (ExpiredTokenException). Renew"))
        .allSatisfy(message -> assertThat(message).contains("the last known state"));
  }

  @Test
  void no_event_tells_of_it() {
    assertThat(JOBS).allSatisfy(job -> assertThat(scene.reasons(job)).containsExactly("Starting"));
  }

  @Test
  void one_log_line_tells_its_beginning_and_one_its_end() {
    assertThat(operator.log().lines().filter(line -> line.contains("Calls to SageMaker in")))
        .hasSize(2);
    assertThat(operator.log().lines().filter(line -> line.contains("answers again"))).hasSize(2);
  }

  @Test
  void so_long_as_it_lasts_sage_maker_is_probed_farther_and_farther_apart() {
    assertThat(outages())
        .hasSize(2)
        .allSatisfy(
            outage -> {
              List<Double> gaps = gaps(outage);
              List<Double> probes = gaps.stream().dropWhile(gap -> gap < 0.9).toList();
              // Calls under way when it began, and the one more that shows it is no accident.
              assertThat(gaps.size() - probes.size()).isLessThanOrEqualTo(RATE);
              assertThat(probes).hasSizeGreaterThanOrEqualTo(2);
              for (int i = 0; i < probes.size(); i++) {
                assertThat(probes.get(i)).isGreaterThan(0.9 * (1 << i));
              }
            });
  }

  @Test
  void the_budget_is_kept_through_recovery() {
    calls.worstWindow(RATE, RATE).assertKept();
  }

  @Test
  void a_denied_job_alone_tells_it_once_and_its_recovery_once() {
    scene.createWithJob("denied");
    scene.awaitSynced("denied", DESCRIBED);
    Faults.Injection denial =
        scene.sageMaker().faults().inject(When.job("denied"), Fault.accessDenied());
    OptimizationJob denied = scene.awaitSynced("denied", "False/AccessDenied");
    assertThat(Scene.message(denied, "Synced"))
        .contains("sagemaker:DescribeOptimizationJob on its ARN");
    assertThat(Scene.condition(denied, "Ready")).isEqualTo("Unknown/Starting");
    denial.remove();
    scene.awaitSynced("denied", DESCRIBED);

    assertThat(scene.reasons("denied"))
        .containsExactlyInAnyOrder("Starting", "AccessDenied", "Recovered");
  }

  private void liveThrough(Fault fault) {
    Faults.Injection injection = scene.sageMaker().faults().inject(fault);
    awaitSynced(UNAVAILABLE);
    int hits = injection.hits();
    await("one more probe").atMost(Duration.ofSeconds(60)).until(() -> injection.hits() > hits);
    injection.remove();
    awaitSynced(DESCRIBED);
  }

  private void awaitSynced(String statusAndReason) {
    JOBS.forEach(job -> scene.awaitSynced(job, statusAndReason));
  }

  /** Its versions from the first description on. */
  private Stream<OptimizationJob> described(String job) {
    return scene.history().versions(job).stream().filter(shown -> Scene.jobStatus(shown) != null);
  }

  private static List<Object> knownOfTheJob(OptimizationJob shown) {
    return List.of(
        shown.getStatus().description(),
        shown.getStatus().transitions(),
        shown.getStatus().conditions().stream()
            .filter(condition -> !condition.type().equals("Synced"))
            .toList());
  }

  /** The calls that failed, in rows without an answer between them. */
  private List<List<Call>> outages() {
    List<List<Call>> outages = new ArrayList<>();
    boolean failing = false;
    for (Call call : calls.calls()) {
      boolean ofAll = call.jobName() == null || JOBS.contains(call.jobName());
      boolean failed = ofAll && !call.outcome().equals(Call.OK);
      if (failed && !failing) {
        outages.add(new ArrayList<>());
      }
      if (failed) {
        outages.get(outages.size() - 1).add(call);
      }
      failing = failed;
    }
    return outages;
  }

  private static List<Double> gaps(List<Call> row) {
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < row.size(); i++) {
      gaps.add((row.get(i).arrivalNanos() - row.get(i - 1).arrivalNanos()) / 1e9);
    }
    return gaps;
  }
}
