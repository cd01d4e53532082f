package dev.jobreflector.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.settings.SettingsParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --help}, the reference, the README and the chart state the same defaults. */
class DefaultsTest {

  private static final Pattern IN_HELP = Pattern.compile(" Default: (.+)\\.$");

  /** The value itself, before a condition such as ", or --freshness if that is longer". */
  private static final Pattern VALUE = Pattern.compile("^[0-9a-z-]+(?=$|, or )");

  private static final Pattern STATED =
      Pattern.compile("`(--[a-z-]+)`\\s+\\(default\\s+`([^`]+)`\\)");

  /** The chart sets these itself, by its release. */
  private static final Set<String> OF_THE_RELEASE = Set.of("--lease-name", "--lease-namespace");

  private static final String VALUES = read(Path.of("helm", "job-reflector", "values.yaml"));

  static Stream<OptionSpec> flags() {
    return SettingsParser.parser(Map.of()).getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp());
  }

  @ParameterizedTest
  @MethodSource("flags")
  void help_states_the_default_that_is_taken(OptionSpec flag) {
    assertThat(inHelp(flag)).as("the default of %s in --help", flag.longestName()).isNotEmpty();
    if (flag.defaultValue() != null) {
      assertThat(inHelp(flag)).isEqualTo(flag.defaultValue().toLowerCase(Locale.ROOT));
    }
  }

  @ParameterizedTest
  @MethodSource("flags")
  void reference_states_the_default_of_the_help(OptionSpec flag) {
    String row =
        read(Path.of("docs", "reference.md"))
            .lines()
            .filter(line -> line.startsWith("| `" + flag.longestName() + "` |"))
            .findFirst()
            .orElseThrow();

    assertThat(row.split(" \\| ", -1)[2].replace("`", "")).isEqualTo(inHelp(flag));
  }

  @ParameterizedTest
  @MethodSource("flags")
  void chart_states_the_default_of_the_help(OptionSpec flag) {
    Matcher value = VALUE.matcher(inHelp(flag));
    if (OF_THE_RELEASE.contains(flag.longestName()) || !value.find()) {
      return;
    }

    assertThat(List.of(statedInChart(flag), setInChart(flag)))
        .as("in values.yaml")
        .contains(value.group());
  }

  @Test
  void documents_state_the_defaults_of_the_help() throws IOException {
    Map<String, String> inHelp =
        flags().collect(Collectors.toMap(OptionSpec::longestName, DefaultsTest::inHelp));
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      Stream.concat(Stream.of(Path.of("README.md")), docs)
          .filter(file -> file.toString().endsWith(".md"))
          .forEach(
              file ->
                  STATED
                      .matcher(read(file))
                      .results()
                      .forEach(
                          stated ->
                              assertThat(stated.group(2))
                                  .as("%s in %s", stated.group(1), file)
                                  .isEqualTo(inHelp.get(stated.group(1)).split(",", 2)[0])));
    }
  }

  @Test
  void readme_states_the_defaults_that_its_readers_compare() {
    Set<String> stated = new TreeSet<>();
    STATED
        .matcher(read(Path.of("README.md")))
        .results()
        .forEach(found -> stated.add(found.group(1)));

    assertThat(stated)
        .containsExactly("--aws-rate", "--freshness", "--grace-time", "--resync-period");
  }

  private static String inHelp(OptionSpec flag) {
    Matcher matcher = IN_HELP.matcher(String.join(" ", flag.description()));
    return matcher.find() ? matcher.group(1) : "";
  }

  /** After "Default:" or "empty:" in the comment of the flag's value. */
  private static String statedInChart(OptionSpec flag) {
    Matcher stated =
        Pattern.compile(
                "# -- `"
                    + flag.longestName()
                    + "`(?:(?!# --)(?:.|\\R))*?(?:Default|empty):\\s(?:# )?`?([0-9a-z]+)")
            .matcher(VALUES);
    return stated.find() ? stated.group(1) : "";
  }

  /** The value that the chart sets, where it does. */
  private static String setInChart(OptionSpec flag) {
    Matcher set =
        Pattern.compile("# -- `" + flag.longestName() + "`.*\\R(?:  #.*\\R)*  \\w+: (\\S+)")
            .matcher(VALUES);
    return set.find() ? set.group(1) : "";
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
