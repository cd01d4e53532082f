package dev.jobreflector.measurement;

import java.util.List;

/** Results as a table in Markdown. */
public final class ResultTable {

  private static final String HEAD =
      """
      | Scenario | Figure | Measured | Goal | |
      |---|---|---:|---:|---|
      """;

  private ResultTable() {}

  /** A table of all results, and below it on which machines they were measured. */
  public static String of(List<Result> results) {
    StringBuilder text = new StringBuilder(HEAD);
    results.forEach(result -> append(text, result));
    text.append('\n');
    results.stream()
        .map(result -> result.run().machine())
        .distinct()
        .forEach(machine -> text.append("Measured on ").append(machine).append(".\n"));
    return text.toString();
  }

  /** One scenario's rows. */
  public static String of(Result result) {
    StringBuilder text = new StringBuilder(HEAD);
    append(text, result);
    return text.toString();
  }

  private static void append(StringBuilder text, Result result) {
    text.append(
        "| **%s** | %s | | | **%s** |%n"
            .formatted(result.scenario(), result.size(), result.verdict()));
    if (result.failure() != null) {
      text.append(
          "| | %s | | | |%n".formatted(result.failure().replaceAll("[|\\s]+", " ").strip()));
    }
    for (Figure figure : result.figures()) {
      Boolean met = figure.met();
      String verdict = met == null ? "" : met ? "met" : "**missed**";
      text.append(
          "| | %s | %s | %s | %s |%n"
              .formatted(figure.name(), figure.text(), figure.goalText(), verdict));
    }
  }
}
