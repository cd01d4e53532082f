package dev.jobreflector.observability;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An alert of the chart's rule file.
 *
 * @param name such as {@code JobReflectorDown}
 * @param expression in PromQL
 */
record AlertRule(
    String name, String expression, Map<String, String> labels, Map<String, String> annotations) {

  /** The rule file. */
  static final Path FILE = Path.of("helm", "job-reflector", "files", "alerts.yaml");

  /** All alerts, in the file's order. */
  static Stream<AlertRule> all() {
    return elements(yaml(FILE).path("groups"))
        .flatMap(group -> elements(group.path("rules")))
        .map(
            rule ->
                new AlertRule(
                    rule.path("alert").asText(),
                    rule.path("expr").asText(),
                    texts(rule.path("labels")),
                    texts(rule.path("annotations"))));
  }

  /** The part of the runbook's address that names a place in docs/operations.md. */
  String anchor() {
    String address = annotations.getOrDefault("runbook_url", "");
    return address.substring(address.indexOf('#') + 1);
  }

  @Override
  public String toString() {
    return name;
  }

  static JsonNode yaml(Path file) {
    try {
      return Serialization.unmarshal(Files.readString(file), JsonNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }
}
