package dev.jobreflector.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class SageMakerSimulatorMainTest {

  private final CommandLine program = new CommandLine(new SageMakerSimulatorMain());

  @ParameterizedTest
  @CsvSource({"150ms, PT0.15S", "2.5s, PT2.5S", "10m, PT10M", "1h30m, PT1H30M"})
  void times_are_written_as_people_write_them(String text, Duration time) {
    assertThat(new SageMakerSimulatorMain.Time().convert(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--port=x", "--running=soon", "--scenario=other", "--unknown"})
  void a_wrong_flag_ends_it_with_code_2(String flag) {
    StringWriter err = new StringWriter();
    assertThat(program.setErr(new PrintWriter(err)).execute(flag)).isEqualTo(2);
    assertThat(err.toString()).contains(flag.replaceFirst("=.*", ""));
  }

  @Test
  void every_flag_is_in_the_documentation() throws IOException {
    String documentation = Files.readString(Path.of("docs/simulator.md"));
    for (OptionSpec option : program.getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        assertThat(documentation).contains("`" + option.longestName() + "`");
      }
    }
  }
}
