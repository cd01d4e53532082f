package dev.jobreflector.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Prometheus's own tool says of the alerts. */
@ExtendWith(PrometheusToolsExtension.class)
class PromtoolIT {

  private final PrometheusTools tools;

  PromtoolIT(PrometheusTools tools) {
    this.tools = tools;
  }

  /** The files that say when which alert fires. */
  static List<Path> testFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "test", "prometheus"))) {
      return files.filter(file -> file.toString().endsWith(".test.yaml")).sorted().toList();
    }
  }

  @Test
  void the_rules_are_valid() throws Exception {
    assertThat(promtool("check", "rules", AlertRule.FILE.toString())).contains("SUCCESS");
  }

  @ParameterizedTest
  @MethodSource("testFiles")
  void alerts_fire_when_they_should_and_are_silent_else(Path tests) throws Exception {
    assertThat(promtool("test", "rules", tests.toString())).contains("SUCCESS");
  }

  private String promtool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(tools.promtool().toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
