package dev.jobreflector.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every alert has, and that each has tests. */
class AlertRuleTest {

  private static final String RUNBOOKS =
      "https://github.com/job-reflector/sagemaker-job-reflector/blob/main/docs/operations.md#";

  @ParameterizedTest
  @MethodSource("alerts")
  void says_what_is_wrong_and_how_grave_it_is(AlertRule alert) {
    assertThat(alert.name()).matches("JobReflector[A-Z][A-Za-z]+");
    assertThat(alert.labels().get("severity")).isIn("critical", "warning", "info");
    assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "runbook_url");
    assertThat(alert.annotations().get("summary")).endsWith(".").doesNotContain("{{");
    assertThat(alert.annotations().get("description")).endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void leads_to_its_place_in_the_runbook(AlertRule alert) throws IOException {
    assertThat(alert.annotations().get("runbook_url")).startsWith(RUNBOOKS);
    assertThat(headings(Path.of("docs", "operations.md"))).contains(alert.anchor());
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void has_a_test_in_which_it_fires_and_one_in_which_it_is_silent(AlertRule alert)
      throws IOException {
    List<JsonNode> tests = tests(alert);

    assertThat(tests).as("firing").anyMatch(test -> !test.path("exp_alerts").isEmpty());
    assertThat(tests).as("silent").anyMatch(test -> test.path("exp_alerts").isEmpty());
  }

  @Test
  void no_two_have_the_same_name() {
    assertThat(alerts().map(AlertRule::name)).doesNotHaveDuplicates().isNotEmpty();
  }

  static Stream<AlertRule> alerts() {
    return AlertRule.all();
  }

  private static List<JsonNode> tests(AlertRule alert) throws IOException {
    return PromtoolIT.testFiles().stream()
        .flatMap(file -> AlertRule.elements(AlertRule.yaml(file).path("tests")))
        .flatMap(test -> AlertRule.elements(test.path("alert_rule_test")))
        .filter(test -> test.path("alertname").asText().equals(alert.name()))
        .toList();
  }

  /** The anchors that GitHub gives the headings of a document which are one word each. */
  private static List<String> headings(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.matches("#+ \\w+"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .toList();
  }
}
