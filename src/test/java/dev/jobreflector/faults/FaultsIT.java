package dev.jobreflector.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.measurement.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fault harness's scenarios, small, judged by their own goals. */
@Tag("faults")
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {

  private static final Map<String, Extent> SIZES =
      Map.of(
          "kills", Extent.of(6, 4, Duration.ofMillis(800)),
          "pauses", Extent.of(6, 1, Duration.ofMillis(500)),
          "proxy", Extent.of(6, 1, Duration.ofMillis(400)),
          "aws", Extent.of(6, 1, Duration.ofMillis(400)),
          "answers", Extent.of(8, 500, Duration.ZERO),
          "resources", Extent.of(3, 3, Duration.ZERO),
          "statuses", Extent.of(6, 40, Duration.ofSeconds(6)),
          "churn", Extent.of(6, 240, Duration.ofMillis(500)));

  private static final OperatorRun OPERATOR =
      new OperatorRun(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-Xmx256m"),
          List.of());

  /** Its operator watches all namespaces, and must not see what others left. */
  private static final String ON_A_SERVER_OF_ITS_OWN = "churn";

  private final ApiServerBinaries binaries;
  private final RealApiServer server;
  private final Progress progress = new Progress(System.out);

  FaultsIT(ApiServerBinaries binaries) {
    this.binaries = binaries;
    server = start("short-faults");
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void every_scenario_has_a_short_form() {
    assertThat(FaultCatalog.all())
        .extracting(FaultScenario::name)
        .hasSameElementsAs(SIZES.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void all_goals_are_met(String name) throws InterruptedException {
    FaultScenario scenario =
        FaultCatalog.all().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    Judge judge =
        new Judge(progress, Path.of("target", "faults", "short-" + name + ".problems.txt"));
    progress.say(name);
    if (name.equals(ON_A_SERVER_OF_ITS_OWN)) {
      try (RealApiServer own = start("short-faults-" + name)) {
        run(scenario, own, judge);
      }
    } else {
      run(scenario, server, judge);
    }

    assertThat(judge.figures())
        .isNotEmpty()
        .filteredOn(figure -> Boolean.FALSE.equals(figure.met()))
        .isEmpty();
  }

  private void run(FaultScenario scenario, RealApiServer on, Judge judge)
      throws InterruptedException {
    scenario.run(
        extent -> new Trial(on, extent, OPERATOR, progress, () -> {}),
        SIZES.get(scenario.name()),
        judge);
  }

  private RealApiServer start(String name) {
    return RealApiServer.start(binaries, RealApiServer.Settings.named(name));
  }

  private static Stream<String> names() {
    return FaultCatalog.all().stream().map(FaultScenario::name);
  }
}
