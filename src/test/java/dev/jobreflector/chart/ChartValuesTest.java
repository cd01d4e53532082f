package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.jobreflector.chart.DocumentedValues.Entry;
import dev.jobreflector.settings.SettingsParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.Model.OptionSpec;

/** What stands in the chart's files agrees with each other and with the operator. */
class ChartValuesTest {

  private static final String TABLE_BEGIN = "<!-- values -->\n";
  private static final String TABLE_END = "<!-- end of values -->";

  private final DocumentedValues values = DocumentedValues.read(Helm.CHART.resolve("values.yaml"));

  @Test
  void every_value_is_described() {
    assertThat(values.entries())
        .hasSizeGreaterThan(50)
        .allSatisfy(value -> assertThat(value.description()).as(value.key()).isNotBlank())
        .allSatisfy(value -> assertThat(value.description()).doesNotContain("|"));
  }

  @Test
  void the_readme_has_the_table_of_all_values() throws IOException {
    Path file = Helm.CHART.resolve("README.md");
    String readme = Files.readString(file);
    int begin = readme.indexOf(TABLE_BEGIN) + TABLE_BEGIN.length();
    int end = readme.indexOf(TABLE_END);
    if (System.getProperty("chart.update") != null) {
      Files.writeString(file, readme.substring(0, begin) + values.table() + readme.substring(end));
      return;
    }

    assertThat(readme.substring(begin, end))
        .as("%s is stale; ./mvnw -B -q test -Dtest=ChartValuesTest -Dchart.update", file)
        .isEqualTo(values.table());
  }

  @ParameterizedTest
  @MethodSource("flags")
  void every_flag_of_the_operator_is_a_value(OptionSpec flag) {
    Entry value = values.entry("settings." + camelCase(flag.longestName()));

    assertThat(value.description()).startsWith("`" + flag.longestName() + "`");
    if (flag.defaultValue() != null) {
      String theOperators = flag.defaultValue().toLowerCase(Locale.ROOT);
      if (!theOperators.equals(String.valueOf(value.value()))) {
        assertThat(value.description())
            .containsAnyOf("Default: `" + theOperators + "`", "Default: the release's");
        assertThat(value.value()).as("left to the operator").isIn("", null);
      }
    }
  }

  @Test
  void every_setting_is_a_flag_of_the_operator() {
    assertThat(values.entries().stream().map(Entry::key).filter(key -> key.startsWith("settings.")))
        .containsExactlyInAnyOrderElementsOf(
            flags().map(flag -> "settings." + camelCase(flag.longestName())).toList());
  }

  static Stream<OptionSpec> flags() {
    return SettingsParser.parser(Map.of()).getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp());
  }

  static String camelCase(String flag) {
    StringBuilder name = new StringBuilder();
    for (String word : flag.substring(2).split("-", -1)) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  @Test
  void the_schema_has_these_values_and_what_parent_charts_hand_down() throws IOException {
    Map<?, ?> plain = new Yaml().load(Files.readString(Helm.CHART.resolve("values.yaml")));
    Set<String> known = new TreeSet<>(Set.of("global", "enabled"));
    plain.keySet().forEach(key -> known.add(key.toString()));

    assertThat(names(schema())).containsExactlyInAnyOrderElementsOf(known);
    plain.forEach(
        (key, value) -> {
          JsonNode ofKey = schema().get("properties").get(key.toString());
          if (value instanceof Map<?, ?> inner && ofKey.has("properties")) {
            assertThat(names(ofKey))
                .as("%s", key)
                .containsAll(inner.keySet().stream().map(Object::toString).toList());
          }
        });
  }

  @Test
  void the_schema_refuses_what_it_does_not_know() {
    List<JsonNode> open = new ArrayList<>();
    findOpen(schema(), open);

    assertThat(open).isEmpty();
  }

  @Test
  void its_definition_and_that_of_kustomize_are_the_one_of_the_project() throws IOException {
    try (Stream<Path> definitions = Files.list(Path.of("crds"))) {
      for (Path definition : definitions.toList()) {
        assertThat(Helm.CHART.resolve("files").resolve(definition))
            .as("run: cp crds/* helm/job-reflector/files/crds/")
            .hasSameBinaryContentAs(definition);
        assertThat(Path.of("kustomize").resolve(definition))
            .as("run: cp crds/* kustomize/crds/")
            .hasSameBinaryContentAs(definition);
      }
    }
  }

  @Test
  void its_versions_are_that_of_the_project() throws IOException {
    Map<String, Object> chart = new Yaml().load(Files.readString(Helm.CHART.resolve("Chart.yaml")));
    String project =
        Files.readString(Path.of("pom.xml"))
            .replaceFirst(
                "(?s).*?<artifactId>sagemaker-job-reflector</artifactId>\\s*<version>", "")
            .replaceFirst("(?s)<.*", "");

    assertThat(chart).containsEntry("appVersion", project).containsEntry("version", project);
  }

  private static void findOpen(JsonNode schema, List<JsonNode> open) {
    if (schema.has("properties") && schema.get("properties").isObject()) {
      JsonNode additional = schema.get("additionalProperties");
      if (additional == null || !additional.isBoolean() || additional.booleanValue()) {
        open.add(schema);
      }
    }
    schema.forEach(part -> findOpen(part, open));
  }

  private static List<String> names(JsonNode schema) {
    return StreamSupport.stream(
            ((Iterable<String>) () -> schema.get("properties").fieldNames()).spliterator(), false)
        .toList();
  }

  private static JsonNode schema() {
    try {
      return JsonMapper.builder()
          .build()
          .readTree(Helm.CHART.resolve("values.schema.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
