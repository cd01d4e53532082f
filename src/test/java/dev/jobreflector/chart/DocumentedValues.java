package dev.jobreflector.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The values of a chart with their comments, as helm-docs reads them: a comment that begins with
 * "--" is the description of the key below it, and of all within.
 */
final class DocumentedValues {

  /**
   * One value.
   *
   * @param key such as {@code image.tag}
   * @param value its default; null where it has none
   * @param description empty where it has none
   */
  record Entry(String key, Object value, String description) {

    private String row() {
      return "| `%s` | %s | `%s` | %s |".formatted(key, type(), json(), description);
    }

    private String type() {
      if (value instanceof List) {
        return "list";
      }
      if (value instanceof Map) {
        return "object";
      }
      if (value instanceof Boolean) {
        return "bool";
      }
      return value instanceof String ? "string" : "number";
    }

    private String json() {
      try {
        return JsonMapper.builder().build().writeValueAsString(value);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final String MARK = "# --";

  private final List<Entry> entries = new ArrayList<>();

  private DocumentedValues() {}

  static DocumentedValues read(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setProcessComments(true);
    try (var text = Files.newBufferedReader(file)) {
      DocumentedValues values = new DocumentedValues();
      Map<?, ?> plain =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
      values.walk("", (MappingNode) new Yaml(options).compose(text), plain);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All values, in the order of the file. */
  List<Entry> entries() {
    return entries;
  }

  /** The value of a key. */
  Entry entry(String key) {
    return entries.stream()
        .filter(entry -> entry.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new AssertionError("The chart has no value " + key));
  }

  /** The table for a chart's README. */
  String table() {
    return entries.stream()
        .map(Entry::row)
        .collect(
            Collectors.joining(
                "\n", "| Key | Type | Default | Description |\n|---|---|---|---|\n", "\n"));
  }

  private void walk(String prefix, MappingNode node, Map<?, ?> plain) {
    for (NodeTuple tuple : node.getValue()) {
      String name = ((ScalarNode) tuple.getKeyNode()).getValue();
      Object value = plain.get(name);
      String description = description(tuple.getKeyNode());
      if (description.isEmpty()
          && tuple.getValueNode() instanceof MappingNode inner
          && !inner.getValue().isEmpty()) {
        walk(prefix + name + ".", inner, (Map<?, ?>) value);
      } else {
        entries.add(new Entry(prefix + name, value, description));
      }
    }
  }

  /** The lines of a key's comment from the mark on; what stands before it is for the file alone. */
  private static String description(Node key) {
    List<CommentLine> comments =
        key.getBlockComments() == null ? List.of() : key.getBlockComments();
    List<String> lines = comments.stream().map(line -> "#" + line.getValue()).toList();
    int start = lines.size() - 1;
    while (start >= 0 && !lines.get(start).startsWith(MARK)) {
      start--;
    }
    return start < 0
        ? ""
        : lines.subList(start, lines.size()).stream()
            .map(line -> line.replaceFirst("^# (-- )?", ""))
            .collect(Collectors.joining(" "));
  }
}
