package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulation comes to what the benchmark measured, as docs/performance.md tells it. */
class BenchmarkAgreementTest {

  private static final double PERCENT = 20;

  @ParameterizedTest
  @CsvSource({
    "STEADY, 'delay p50', 'delay p95'",
    "STEADY_100K, 'delay p50', 'delay p95'",
    "STORM, 'delay p50', 'delay p95'",
    "SMALL, 'delay p50', 'delay p95'",
    "BULK, 'running ones right, p50', 'running ones right, p95'",
  })
  void delays_agree_with_those_measured(VirtualScenario scenario, String median, String most)
      throws Exception {
    Outcome outcome =
        Outcome.together(
            new SimulationRun(scenario, scenario.size()).outcomes(1, regionsDone -> {}));
    double p50 = outcome.delays().at(0.5);
    double p95 = outcome.delays().at(0.95);
    String p50Measured = measured(scenario, median);
    String p95Measured = measured(scenario, most);

    assertThat(p50).isCloseTo(seconds(p50Measured), withinPercentage(PERCENT));
    assertThat(p95).isCloseTo(seconds(p95Measured), withinPercentage(PERCENT));
    assertThat(document())
        .contains(
            "| `%s` | %s | %s | %s | %s |"
                .formatted(scenario.text(), text(p50), p50Measured, text(p95), p95Measured));
  }

  private static String measured(VirtualScenario scenario, String figure) throws IOException {
    return document().stream()
        .dropWhile(line -> !line.startsWith("| **" + scenario.text() + "** |"))
        .filter(line -> line.startsWith("| | " + figure + " |"))
        .findFirst()
        .map(line -> line.split("\\|", -1)[3].strip())
        .orElseThrow();
  }

  private static double seconds(String measured) {
    return Double.parseDouble(measured.replace(" s", ""));
  }

  private static String text(double seconds) {
    return BigDecimal.valueOf(seconds).round(new MathContext(3)).toPlainString() + " s";
  }

  private static List<String> document() throws IOException {
    return Files.readAllLines(Path.of("docs/performance.md"));
  }
}
