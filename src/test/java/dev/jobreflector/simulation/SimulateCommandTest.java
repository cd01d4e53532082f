package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class SimulateCommandTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final CommandLine program =
      Simulation.parser(new PrintStream(printed, true, StandardCharsets.UTF_8));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--scenario=other",
        "--duration=soon",
        "--rate=0",
        "--unfinished=30000",
        "--threads=0",
        "--unknown"
      })
  void wrong_flag_ends_it_with_code_2(String flag) {
    assertThat(program.execute(flag)).isEqualTo(2);
  }

  @Test
  void list_shows_what_would_run() {
    assertThat(program.execute("--list", "--resources=2000", "--regions=2")).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.startsWith("day ") && line.contains("(2,000 resources, 2 "))
        .anyMatch(line -> line.startsWith("storm ") && line.contains("1,000 unfinished in each"));
  }

  @Test
  void figures_are_shown_and_written(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("figures.json");

    int code = program.execute("--scenario=small", "--resources=20", "--json=" + json);

    assertThat(code).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("| resources | 20 |");
    var figures = new ObjectMapper().readTree(json.toFile()).get(0);
    assertThat(figures.get("scenario").asText()).isEqualTo("small");
    assertThat(figures.get("describes").asInt()).isEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource
  void document_tells_of_each_scenario(VirtualScenario scenario) throws IOException {
    assertThat(document()).contains("`" + scenario.text() + "`");
  }

  @Test
  void document_tells_of_each_flag() throws IOException {
    for (OptionSpec option : program.getCommandSpec().options()) {
      if (!option.usageHelp()) {
        assertThat(document()).contains("`" + option.longestName());
      }
    }
  }

  private static String document() throws IOException {
    return Files.readString(Path.of("docs/performance.md"));
  }
}
