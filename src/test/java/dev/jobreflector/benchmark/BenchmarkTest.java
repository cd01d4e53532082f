package dev.jobreflector.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class BenchmarkTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final CommandLine program =
      Benchmark.parser(new PrintStream(printed, true, StandardCharsets.UTF_8));

  @ParameterizedTest
  @ValueSource(strings = {"--scenario=other", "--duration=soon", "--scale=x", "--unknown"})
  void a_wrong_flag_ends_it_with_code_2(String flag) {
    assertThat(program.execute(flag)).isEqualTo(2);
  }

  @Test
  void the_list_shows_what_would_run() {
    assertThat(program.execute("--list", "--scale=0.1", "--unfinished=7")).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("steady ", "(1,000 resources, 7 unfinished, 180 s)");
  }

  @Test
  void where_all_jobs_are_unfinished_another_number_of_resources_means_them() {
    program.execute("--list", "--resources=50");
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.startsWith("storm ") && line.contains("50 resources, 50 unf"))
        .anyMatch(line -> line.startsWith("quiet ") && line.contains("50 resources, 0 unf"));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void the_document_tells_of_each_scenario(String scenario) throws IOException {
    assertThat(Files.readString(Path.of("docs/benchmark.md"))).contains("| `" + scenario + "` |");
  }

  static Stream<String> scenarios() {
    return ScenarioCatalog.all(Path.of("any.png")).stream().map(Scenario::name);
  }

  @Test
  void the_document_tells_of_each_flag() throws IOException {
    String document = Files.readString(Path.of("docs/benchmark.md"));
    for (OptionSpec option : program.getCommandSpec().options()) {
      if (!option.usageHelp()) {
        assertThat(document).contains("`" + option.longestName());
      }
    }
  }
}
