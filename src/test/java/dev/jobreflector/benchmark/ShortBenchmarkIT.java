package dev.jobreflector.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The benchmark's scenarios, small. Judged are counts: calls, writes, Events; never times, which
 * tell of the machine.
 */
@Isolated("It loads the machine.")
@Tag("benchmark")
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShortBenchmarkIT {

  private static final String EXCESS = "calls beyond burst + rate·t in the worst window";

  private static final OperatorSettings OPERATOR =
      new OperatorSettings(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-Xmx256m"),
          List.of(),
          List.of("--freshness=2s", "--grace-time=2s", "--retry-period=1s"));

  /** Of its own, as it counts every write. */
  private final RealApiServer server;

  private final Progress progress = new Progress(System.out);

  ShortBenchmarkIT(ApiServerBinaries binaries) {
    server = RealApiServer.start(binaries, RealApiServer.Settings.named("short-benchmark"));
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void resources_of_running_jobs_are_each_written_once_and_no_call_is_throttled() throws Exception {
    Findings found = run(new Small(), 60, 60, Duration.ofSeconds(2));

    assertThat(found.value("never shown")).isZero();
    assertThat(found.value("status writes")).isEqualTo(60);
    assertThat(found.value("Events")).isZero();
    assertThat(found.value("throttled calls")).isZero();
  }

  @Test
  void resources_of_jobs_that_have_ended_are_each_described_and_written_once() throws Exception {
    Findings found = run(new Onboarding(), 100, 0, Duration.ZERO);

    assertThat(found.value("never shown")).isZero();
    assertThat(found.value("describes")).isEqualTo(400);
    assertThat(found.value("status writes")).isEqualTo(400);
    assertThat(found.value("Events")).isZero();
  }

  @Test
  void finished_jobs_cost_no_call_and_no_write() throws Exception {
    Findings found = run(new Quiet(), 200, 0, Duration.ofSeconds(8));

    assertThat(found.value("writes at start")).isZero();
    assertThat(found.value("writes")).isZero();
    assertThat(found.value("calls")).isZero();
  }

  @Test
  void a_restart_costs_no_call_and_no_write() throws Exception {
    Findings found = run(new Restart(), 200, 0, Duration.ofSeconds(3));

    assertThat(found.value("writes")).isZero();
    assertThat(found.value("calls")).isZero();
    assertThat(found.value("exit code of the one stopped")).isZero();
  }

  @Test
  void running_jobs_that_do_not_change_cost_lists_and_no_write() throws Exception {
    Findings found = run(new Busy(), 60, 60, Duration.ofSeconds(8));

    assertThat(found.value("writes")).isZero();
    // Three statuses of one page each, every 2 s; describing them all as often takes 240 calls.
    assertThat(found.value("pages")).isBetween(1.0, 18.0);
    assertThat(found.value("describes")).isLessThanOrEqualTo(60);
  }

  @Test
  void jobs_that_end_together_are_each_told_and_written_once_within_the_budget() throws Exception {
    Findings found = run(new Storm(), 100, 100, Duration.ofSeconds(2));

    assertThat(found.value("jobs never shown")).isZero();
    assertThat(found.value("status writes")).isEqualTo(100);
    assertThat(found.value("Events")).isEqualTo(100);
    assertThat(found.value("pages")).isPositive();
    assertThat(found.value("describes")).isBetween(100.0, 120.0);
    assertThat(found.value("throttled calls")).isZero();
    assertThat(found.value(EXCESS)).isZero();
  }

  @Test
  void jobs_that_change_all_the_time_are_each_told_and_written_once() throws Exception {
    Parameters parameters =
        small(new Steady("steady", 100, null), 100, 20, Duration.ofSeconds(10))
            .withChangesPerHour(3 * 3600);
    Findings found = run(new Steady("steady", 100, null), parameters);

    assertThat(found.value("changes")).isGreaterThan(10);
    assertThat(found.value("changes never shown")).isZero();
    // A state that begins and ends between two looks has none.
    assertThat(found.value("Events for each change")).isBetween(0.5, 1.0);
    assertThat(found.value("status writes for each change")).isBetween(0.5, 1.0);
    assertThat(found.value(EXCESS)).isZero();
  }

  @Test
  void an_outage_is_written_once_each_way_and_not_told() throws Exception {
    Findings found = run(new Outage(), 60, 60, Duration.ofSeconds(12));

    assertThat(found.value("shown failing at the end of the 500s")).isEqualTo(60);
    assertThat(found.value("status writes at 500s")).isEqualTo(60);
    assertThat(found.value("status writes coming back")).isEqualTo(60);
    assertThat(found.value("Events")).isZero();
    assertThat(found.value("still shown failing")).isZero();
    assertThat(found.value(EXCESS + ", coming back")).isZero();
  }

  private Findings run(Scenario scenario, int resources, int unfinished, Duration duration)
      throws InterruptedException {
    return run(scenario, small(scenario, resources, unfinished, duration));
  }

  private Findings run(Scenario scenario, Parameters parameters) throws InterruptedException {
    Findings findings = new Findings();
    scenario.run(
        size -> new Stage(server, size, OPERATOR, progress, () -> {}), parameters, findings);
    findings
        .figures()
        .forEach(figure -> progress.say("  %s: %s".formatted(figure.name(), figure.text())));
    return findings;
  }

  private static Parameters small(
      Scenario scenario, int resources, int unfinished, Duration duration) {
    Parameters own = scenario.parameters();
    return ParametersBuilder.builder(own)
        .resources(resources)
        .unfinished(unfinished)
        .untrackedActive(20)
        .untrackedFinished(50)
        .duration(duration)
        .warmUp(Duration.ofSeconds(4))
        .rate(own.rate() * 20)
        .threads(8)
        .build();
  }
}
