package dev.jobreflector.benchmark;

import java.time.Duration;
import java.util.List;

/** Results as a table in Markdown. */
final class ResultTable {

  private static final String HEAD =
      """
      | Scenario | Figure | Measured | Goal | |
      |---|---|---:|---:|---|
      """;

  private ResultTable() {}

  /** A table of all results, and below it on which machines they were measured. */
  static String of(List<Result> results) {
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
  static String of(Result result) {
    StringBuilder text = new StringBuilder(HEAD);
    append(text, result);
    return text.toString();
  }

  private static void append(StringBuilder text, Result result) {
    text.append(
        "| **%s** | %s | | | **%s** |%n"
            .formatted(result.scenario(), size(result.parameters()), result.verdict()));
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

  private static String size(Parameters parameters) {
    StringBuilder size = new StringBuilder("%,d resources".formatted(parameters.resources()));
    if (parameters.unfinished() > 0) {
      size.append(", %,d unfinished".formatted(parameters.unfinished()));
    }
    if (!parameters.duration().isZero()) {
      size.append(", ").append(text(parameters.duration()));
    }
    return size.append(
            parameters.rate() == 0
                ? ", no limit on requests"
                : ", %s requests/s".formatted(plain(parameters.rate())))
        .toString();
  }

  private static String text(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }

  private static String plain(double number) {
    return Double.toString(number).replaceFirst("\\.0$", "");
  }
}
