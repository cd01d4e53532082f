package dev.jobreflector.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.ConditionType;
import dev.jobreflector.decision.JobState;
import dev.jobreflector.docs.RbacManifest.Right;
import dev.jobreflector.settings.SettingsParser;
import dev.jobreflector.telemetry.ReflectorMeters;
import dev.jobreflector.telemetry.ResourceGauges;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The documents tell of all that users can set and see. */
class ReferenceTest {

  private static final String REFERENCE = read("docs/reference.md");

  @ParameterizedTest
  @MethodSource("flags")
  void tells_of_each_flag_with_its_variable_and_default(OptionSpec flag) {
    String name = flag.longestName();
    String variable = name.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);

    assertThat(rowOf(name)).contains("| `" + SettingsParser.VARIABLE_PREFIX + variable + "` |");
    if (flag.defaultValue() != null) {
      assertThat(rowOf(name))
          .contains("| `" + flag.defaultValue().toLowerCase(Locale.ROOT) + "` |");
    }
  }

  static Stream<OptionSpec> flags() {
    return options(SettingsParser.parser(Map.of()));
  }

  private static Stream<OptionSpec> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp());
  }

  @ParameterizedTest
  @MethodSource("flagsOfImport")
  void tells_of_each_flag_of_import_with_its_default(OptionSpec flag) {
    String section = REFERENCE.substring(REFERENCE.indexOf("## import\n"));

    assertThat(section.lines().filter(line -> line.startsWith("| `" + flag.longestName() + "` |")))
        .singleElement()
        .asString()
        .contains(flag.defaultValue() == null ? "" : "| `" + flag.defaultValue() + "` |");
  }

  static Stream<OptionSpec> flagsOfImport() {
    return options(SettingsParser.parser(Map.of()).getSubcommands().get("import"));
  }

  @ParameterizedTest
  @MethodSource("meters")
  void tells_of_each_meter(String meter) {
    assertThat(rowOf(meter)).isNotEmpty();
  }

  static Stream<String> meters() throws ReflectiveOperationException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ReflectorMeters meters = new ReflectorMeters(registry, Set::of, Clock.systemUTC());
    for (Method method : ReflectorMeters.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())) {
        method.invoke(
            meters, Arrays.stream(method.getParameterTypes()).map(ReferenceTest::any).toArray());
      }
    }
    ResourceGauges gauges =
        new ResourceGauges(
            registry,
            () -> Map.of(new ResourceGauges.JobGroup("", "", ""), 1L),
            () -> List.of(new ResourceGauges.PollFigures("", "", 1, 1)));
    return gauges
        .refreshed(registry::scrape)
        .lines()
        .filter(line -> line.startsWith("# TYPE ") && !line.contains("_max "))
        .map(line -> line.split(" ", -1)[2]);
  }

  private static Object any(Class<?> type) {
    if (type == String.class) {
      return "any";
    } else if (type == Supplier.class) {
      return (Supplier<Number>) () -> 1;
    } else if (type == BooleanSupplier.class) {
      return (BooleanSupplier) () -> true;
    }
    return type == Duration.class ? Duration.ofSeconds(1) : (Object) true;
  }

  @ParameterizedTest
  @MethodSource("columns")
  void tells_of_each_column(String column) {
    assertThat(REFERENCE).containsPattern("(?m)^\\| " + column.toUpperCase(Locale.ROOT) + " \\|");
  }

  static Stream<String> columns() {
    return served().getAdditionalPrinterColumns().stream().map(column -> column.getName());
  }

  @ParameterizedTest
  @MethodSource("selectableFields")
  void tells_of_each_field_selector(String field) {
    assertThat(REFERENCE).contains("`" + field + "`");
  }

  static Stream<String> selectableFields() {
    return served().getSelectableFields().stream().map(field -> field.getJsonPath().substring(1));
  }

  private static CustomResourceDefinitionVersion served() {
    return Serialization.unmarshal(
            read("crds/optimizationjobs.sagemaker.jobreflector.dev.yaml"),
            CustomResourceDefinition.class)
        .getSpec()
        .getVersions()
        .get(0);
  }

  @ParameterizedTest
  @EnumSource(ConditionType.class)
  void tells_of_each_condition(ConditionType condition) {
    assertThat(REFERENCE).contains("`" + condition.text() + "`");
  }

  @ParameterizedTest
  @EnumSource(JobState.class)
  void tells_of_the_event_of_each_state(JobState state) {
    String events = REFERENCE.substring(REFERENCE.indexOf("## Events"));

    assertThat(events)
        .containsPattern("(?m)^\\|[^|]*\\b" + state.reason() + "\\b[^|]*\\| (Normal|Warning)");
  }

  @Test
  void the_readme_shows_the_policy_that_is_installed() {
    assertThat(read("README.md")).contains(read("docs/install/iam-policy.json"));
  }

  @Test
  void the_readme_tells_of_the_rights_that_are_installed() {
    Stream<Right> told =
        read("README.md")
            .lines()
            .map(line -> line.replace("`", "").split(" *\\| *", -1))
            .filter(cells -> cells.length == 6 && cells[1].matches("[a-z.0-9]+\\.(dev|io)"))
            .flatMap(
                cells ->
                    Stream.of(cells[3].split(", ", -1))
                        .map(verb -> new Right(cells[1], cells[2], verb)));

    assertThat(told).containsExactlyInAnyOrderElementsOf(RbacManifest.read().rights());
  }

  private static String rowOf(String firstCell) {
    return REFERENCE
        .lines()
        .filter(line -> line.startsWith("| `" + firstCell + "` |"))
        .findFirst()
        .orElse("");
  }

  private static String read(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
