package dev.jobreflector.quickstart;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Where the quickstart prints: in colour on a terminal, plain elsewhere. Thread-safe. */
final class Screen {

  private final PrintStream out;
  private final boolean colour;
  private volatile long startNanos;

  Screen(PrintStream out) {
    this.out = out;
    this.colour = Ansi.AUTO.enabled();
    this.startNanos = System.nanoTime();
  }

  /** One line. */
  synchronized void say(String line) {
    out.println(line.stripTrailing());
    out.flush();
  }

  /** An empty line. */
  void gap() {
    say("");
  }

  /** A command that shows what follows, as a person would type it. */
  void command(String text) {
    say(coloured("$ " + text, Style.bold));
  }

  /** A line of what happens: when, which source tells it, what. */
  void live(String source, String text) {
    String head = String.format(Locale.ROOT, "%6.1fs  %-6s ", seconds(), source);
    say(coloured(head, Style.faint) + text);
  }

  /** From now on, {@link #live} tells the time since now. */
  void beginLive() {
    startNanos = System.nanoTime();
  }

  /** Since this was made, or {@link #beginLive()}. */
  double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** A text in the colour of the word in it that says how things stand, if there is one. */
  String byMeaning(String text, String word) {
    return switch (word) {
      case "COMPLETED", "Completed" -> coloured(text, Style.fg_green);
      case "FAILED", "Failed" -> coloured(text, Style.fg_red);
      case "STOPPED", "Stopped", "STOPPING", "Stopping", "JobNotFound" ->
          coloured(text, Style.fg_yellow);
      case "INPROGRESS", "InProgress" -> coloured(text, Style.fg_cyan);
      default -> text;
    };
  }

  String good(String text) {
    return coloured(text, Style.fg_green);
  }

  String bad(String text) {
    return coloured(text, Style.fg_red);
  }

  String bold(String text) {
    return coloured(text, Style.bold);
  }

  /** Cells in columns of at least these widths, three spaces between them, as kubectl has it. */
  static String row(List<String> cells, List<Integer> widths) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      row.append(cells.get(i))
          .append(" ".repeat(Math.max(0, widths.get(i) - cells.get(i).length())));
      row.append("   ");
    }
    return row.toString().stripTrailing();
  }

  /** The widths that rows need. */
  static List<Integer> widths(List<List<String>> rows) {
    return IntStream.range(0, rows.get(0).size())
        .mapToObj(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
        .toList();
  }

  private String coloured(String text, Style style) {
    return colour ? style.on() + text + style.off() + Style.reset.on() : text;
  }
}
