package dev.jobreflector.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.List;
import java.util.Random;

/** Values that JSON allows and nobody expects. */
final class HostileValues {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "0.1",
          "-0.0",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "1e308",
          "1e400",
          "-1e400",
          "1e-400",
          "123456789".repeat(100));

  private static final List<String> TIMES =
      List.of(
          "0",
          "-1",
          "-1.5",
          "-62135596800",
          "-62135596801",
          "-99999999999999",
          "253402300799",
          "253402300799.999",
          "253402300800",
          "32503680000",
          "1764288000000",
          "1e15",
          "1e300",
          "0.0000001",
          "1764288000.123456789",
          "\"NaN\"",
          "\"Infinity\"",
          "\"2026-11-28T10:00:00Z\"",
          "\"\"",
          "\"yesterday\"",
          "null",
          "true",
          "[]",
          "{}");

  private static final List<String> STATUSES =
      List.of(
          "",
          " ",
          "completed",
          "Completed",
          "PAUSED",
          "COMPLETED ",
          "COMPLETED\n",
          "null",
          "\u0000",
          "STARTING\u0085",
          "X".repeat(300),
          "FAILED",
          "COMPLETED",
          "STOPPED");

  private static final List<String> NAMES =
      List.of(
          "",
          " ",
          "another-job",
          "Another-Job",
          "../../etc/passwd",
          "a".repeat(64),
          "job\n",
          "job\u0000",
          "JOB",
          "null");

  /** What JSON, YAML or a terminal cannot carry, and what is hard to see. */
  private static final List<String> CHARACTERS =
      List.of(
          "\u0000",
          "\u0001",
          "\b",
          "\t",
          "\n",
          "\u000b",
          "\r",
          "\u001b[31m",
          "\u001f",
          "\u007f",
          "\u0080",
          "\u0085",
          "\u009b",
          "\u009f",
          "\u00ad",
          "\u2028",
          "\u2029",
          "\u202e",
          "\u200b",
          "\ufeff",
          "\ufffe",
          "\uffff",
          "\ud800",
          "\udfff",
          "\udc00\ud800",
          "\ud83d\ude00",
          "e\u0301",
          "\ufdd0",
          "\udbff\udfff",
          "---\n",
          "${x}",
          "{{x}}",
          "%s%n",
          "|",
          "\"",
          "\\",
          "<script>");

  private HostileValues() {}

  /** A number that is too large, too small or too long. */
  static JsonNode number(Random random) {
    return raw(pick(NUMBERS, random));
  }

  /** What stands where a time should. */
  static JsonNode time(Random random) {
    return raw(pick(TIMES, random));
  }

  /** An OptimizationJobStatus, some of them true ones. */
  static JsonNode status(Random random) {
    return JSON.textNode(pick(STATUSES, random));
  }

  /** Another name of a job. */
  static JsonNode name(Random random) {
    return JSON.textNode(pick(NAMES, random));
  }

  /** A text with characters in it that are hard to carry; sometimes a long one. */
  static JsonNode text(Random random) {
    StringBuilder text = new StringBuilder("ClientError: ");
    int characters = 1 + random.nextInt(4);
    for (int i = 0; i < characters; i++) {
      text.append(pick(CHARACTERS, random)).append("abc".substring(random.nextInt(3)));
    }
    if (random.nextInt(10) == 0) {
      text.append("long ".repeat(1 + random.nextInt(8000)));
    }
    return JSON.textNode(text.toString());
  }

  /** A value of any other type, empty structures among them. */
  static JsonNode otherType(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> JSON.textNode("text");
      case 1 -> JSON.textNode("");
      case 2 -> JSON.booleanNode(random.nextBoolean());
      case 3 -> JSON.arrayNode();
      case 4 -> JSON.objectNode();
      case 5 -> JSON.arrayNode().addNull().add("text").add(1);
      case 6 -> JSON.objectNode().put("Member", "text").putNull("Nothing");
      default -> number(random);
    };
  }

  /** Objects or arrays in one another, some of them deeper than parsers go. */
  static JsonNode nested(Random random) {
    int depth = pick(List.of(20, 100, 499, 501, 999, 1001, 3000), random);
    return random.nextBoolean()
        ? raw("[".repeat(depth) + "]".repeat(depth))
        : raw("{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
  }

  static <T> T pick(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private static JsonNode raw(String json) {
    return JSON.rawValueNode(new RawValue(json));
  }
}
