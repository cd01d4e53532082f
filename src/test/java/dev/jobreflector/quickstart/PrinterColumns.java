package dev.jobreflector.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The columns that {@code kubectl get} shows of a resource, as its definition lists them. */
final class PrinterColumns {

  /** One step of the paths that the definition uses: a member, or the items where one is so. */
  private static final Pattern STEP =
      Pattern.compile("\\.(?<member>\\w+)|\\[\\?\\(@\\.(?<key>\\w+)==\"(?<value>\\w+)\"\\)]");

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final List<CustomResourceColumnDefinition> columns;
  private final Clock clock;

  /**
   * The columns of a definition's first version.
   *
   * @param wide whether those of {@code -o wide} are among them
   */
  PrinterColumns(CustomResourceDefinition definition, boolean wide, Clock clock) {
    this.columns =
        definition.getSpec().getVersions().get(0).getAdditionalPrinterColumns().stream()
            .filter(column -> wide || column.getPriority() == null || column.getPriority() == 0)
            .toList();
    this.clock = clock;
  }

  /** The headers, NAME first. */
  List<String> headers() {
    return Stream.concat(
            Stream.of("NAME"),
            columns.stream().map(column -> column.getName().toUpperCase(Locale.ROOT)))
        .toList();
  }

  /** What stands under the headers for one resource; empty where it has nothing. */
  List<String> cells(JsonNode resource) {
    List<String> cells = new ArrayList<>();
    cells.add(resource.at("/metadata/name").asText());
    for (CustomResourceColumnDefinition column : columns) {
      String text = find(resource, column.getJsonPath()).asText();
      cells.add(column.getType().equals("date") && !text.isEmpty() ? age(text) : text);
    }
    return cells;
  }

  private static JsonNode find(JsonNode resource, String path) {
    JsonNode node = resource;
    Matcher step = STEP.matcher(path);
    while (step.find()) {
      node = step.group("member") == null ? item(node, step) : node.path(step.group("member"));
    }
    return node;
  }

  private static JsonNode item(JsonNode items, Matcher step) {
    return StreamSupport.stream(items.spliterator(), false)
        .filter(item -> item.path(step.group("key")).asText().equals(step.group("value")))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private String age(String time) {
    return age(Duration.between(Instant.parse(time), clock.instant()));
  }

  /** How kubectl writes a time gone by: 45s, 3m20s, 25m, 3h5m, 2d. */
  static String age(Duration age) {
    if (age.compareTo(MINUTE.multipliedBy(2)) < 0) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    if (age.compareTo(HOUR.multipliedBy(3)) < 0) {
      return age.compareTo(MINUTE.multipliedBy(10)) < 0
          ? two(age.toMinutes(), "m", age.toSecondsPart(), "s")
          : age.toMinutes() + "m";
    }
    if (age.compareTo(DAY.multipliedBy(2)) < 0) {
      return age.compareTo(HOUR.multipliedBy(8)) < 0
          ? two(age.toHours(), "h", age.toMinutesPart(), "m")
          : age.toHours() + "h";
    }
    return age.toDays() + "d";
  }

  private static String two(long large, String largeUnit, int small, String smallUnit) {
    return large + largeUnit + (small == 0 ? "" : small + smallUnit);
  }
}
