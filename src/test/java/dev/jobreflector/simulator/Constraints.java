package dev.jobreflector.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Collects what is wrong with a request and says it in the words of AWS's request validation. */
final class Constraints {

  private final List<String> violations = new ArrayList<>();

  /** Fails with ValidationException if anything was wrong. */
  void check() {
    if (!violations.isEmpty()) {
      int n = violations.size();
      throw ApiError.validation(
          "%d validation error%s detected: %s"
              .formatted(n, n == 1 ? "" : "s", String.join("; ", violations)));
    }
  }

  /** The members of the structure {@code json}, which the request calls {@code path}. */
  Members of(JsonNode json, String path) {
    return new Members(json, path);
  }

  Members of(ObjectNode request) {
    return new Members(request, "");
  }

  private void violated(JsonNode value, String path, String rule) {
    violations.add(
        "Value %s at '%s' failed to satisfy constraint: Member %s"
            .formatted(
                value.isMissingNode() || value.isNull() ? "null" : "'" + value.asText() + "'",
                path,
                rule));
  }

  /** Rules for members of one structure. An absent member breaks {@link #required} alone. */
  final class Members {
    private final JsonNode json;
    private final String path;

    private Members(JsonNode json, String path) {
      this.json = json;
      this.path = path;
    }

    Members required(String... names) {
      for (String name : names) {
        if (!json.hasNonNull(name)) {
          violated(json.path(name), at(name), "must not be null");
        }
      }
      return this;
    }

    Members text(String name, int min, int max, String pattern) {
      if (json.hasNonNull(name)) {
        text(json.get(name), at(name), min, max, pattern);
      }
      return this;
    }

    Members oneOf(String name, List<String> values) {
      if (json.hasNonNull(name) && !values.contains(json.get(name).asText())) {
        violated(
            json.get(name),
            at(name),
            "must satisfy enum value set: [" + String.join(", ", values) + "]");
      }
      return this;
    }

    Members number(String name, long min, long max) {
      if (json.hasNonNull(name)) {
        long value = json.get(name).asLong();
        if (value < min) {
          violated(json.get(name), at(name), "must have value greater than or equal to " + min);
        } else if (value > max) {
          violated(json.get(name), at(name), "must have value less than or equal to " + max);
        }
      }
      return this;
    }

    /** A list or map of {@code min} to {@code max} entries. */
    Members size(String name, int min, int max) {
      if (json.hasNonNull(name)) {
        int size = json.get(name).size();
        if (size < min) {
          violated(json.get(name), at(name), "must have length greater than or equal to " + min);
        } else if (size > max) {
          violated(json.get(name), at(name), "must have length less than or equal to " + max);
        }
      }
      return this;
    }

    /** Each text of a list. */
    Members texts(String name, int max, String pattern) {
      return each(name, (item, itemPath) -> text(item, itemPath, 0, max, pattern));
    }

    /** Each entry of a list, with the path of the entry. */
    Members each(String name, BiConsumer<JsonNode, String> rules) {
      int i = 0;
      for (JsonNode item : json.path(name)) {
        rules.accept(item, at(name) + "." + ++i + ".member");
      }
      return this;
    }

    /** The members of a structure inside; none if it is absent. */
    Members inside(String name) {
      return new Members(json.path(name), at(name));
    }

    boolean has(String name) {
      return json.hasNonNull(name);
    }

    private void text(JsonNode value, String where, int min, int max, String pattern) {
      int length = value.asText().length();
      if (length < min) {
        violated(value, where, "must have length greater than or equal to " + min);
      }
      if (length > max) {
        violated(value, where, "must have length less than or equal to " + max);
      }
      if (!Pattern.matches("(?s:" + pattern + ")", value.asText())) {
        violated(value, where, "must satisfy regular expression pattern: " + pattern);
      }
    }

    private String at(String name) {
      String member = Character.toLowerCase(name.charAt(0)) + name.substring(1);
      return path.isEmpty() ? member : path + "." + member;
    }
  }
}
