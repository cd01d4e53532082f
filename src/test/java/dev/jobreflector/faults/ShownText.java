package dev.jobreflector.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Whether a status holds what JSON, YAML and terminals carry, and nothing else. */
final class ShownText {

  private ShownText() {}

  /** The first character that they do not carry, and where it is; empty where all is well. */
  static Optional<String> problem(JsonNode node) {
    if (node.isTextual()) {
      return problem(node.textValue());
    }
    Optional<String> keys =
        node.properties().stream()
            .map(field -> problem(field.getKey()))
            .flatMap(Optional::stream)
            .findFirst();
    if (keys.isPresent()) {
      return keys;
    }
    for (JsonNode child : node) {
      Optional<String> problem = problem(child);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problem(String text) {
    return text.codePoints()
        .filter(point -> !isCarried(point))
        .mapToObj("U+%04X"::formatted)
        .findFirst();
  }

  /** YAML's printable characters, without the C1 controls that move a terminal's cursor. */
  private static boolean isCarried(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || (point >= 0x20 && point <= 0x7e)
        || (point >= 0xa0 && point <= 0xd7ff)
        || (point >= 0xe000 && point <= 0xfffd)
        || point >= 0x10000;
  }
}
