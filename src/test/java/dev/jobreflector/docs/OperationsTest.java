package dev.jobreflector.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.ConditionType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/operations.md says what to do about all that the operator tells. */
class OperationsTest {

  private static final String OPERATIONS = read(Path.of("docs", "operations.md"));
  private static final Pattern METRIC = Pattern.compile("(?m)^\\| `(jobreflector_\\w+)` \\|");
  private static final Pattern REASONS = Pattern.compile("(?m)^\\| ([A-Z][A-Za-z, ]+) \\| .*\\|$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern LINK_WITHIN = Pattern.compile("]\\(#([^)]+)\\)");

  // How the decision package writes a reason: a word of its own.
  private static final Pattern WORD = Pattern.compile("\"([A-Z][a-z]+(?:[A-Z][a-z]+)*)\"");
  private static final Set<String> ACTIONS_AND_STATUSES =
      Set.of("Describe", "Reflect", "True", "False", "Unknown");

  @ParameterizedTest
  @MethodSource("metrics")
  void says_what_to_do_about_each_metric(String metric) {
    assertThat(all(METRIC, OPERATIONS)).contains(metric);
  }

  static Stream<String> metrics() {
    return all(METRIC, read(Path.of("docs", "reference.md")));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void says_what_to_do_about_each_reason(String reason) {
    assertThat(all(REASONS, OPERATIONS).flatMap(cell -> Arrays.stream(cell.split(", "))))
        .contains(reason);
  }

  static Stream<String> reasons() throws IOException {
    Set<String> types =
        Arrays.stream(ConditionType.values())
            .map(ConditionType::text)
            .filter(type -> !type.equals(ConditionType.FAILED.text()))
            .collect(Collectors.toSet());
    try (Stream<Path> sources =
        Files.list(Path.of("src", "main", "java", "dev", "jobreflector", "decision"))) {
      return sources
          .flatMap(source -> all(WORD, read(source)))
          .filter(word -> !types.contains(word) && !ACTIONS_AND_STATUSES.contains(word))
          .distinct()
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void the_reasons_are_those_of_the_reference() throws IOException {
    String reference = read(Path.of("docs", "reference.md"));

    assertThat(reasons()).hasSizeGreaterThan(10).allMatch(reference::contains);
  }

  @Test
  void links_within_it_lead_somewhere() {
    Set<String> anchors =
        all(HEADING, OPERATIONS)
            .map(heading -> heading.toLowerCase(Locale.ROOT).replace(' ', '-'))
            .collect(Collectors.toSet());

    assertThat(all(LINK_WITHIN, OPERATIONS)).isNotEmpty().allMatch(anchors::contains);
  }

  private static Stream<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1));
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
