package dev.jobreflector.faults;

import dev.jobreflector.measurement.Figure;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Progress;
import dev.jobreflector.measurement.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;

/** Collects the figures of a scenario, and keeps of what is wrong where it was seen. */
final class Judge {

  private static final int EXAMPLES = 3;
  private static final int EXAMPLE_LENGTH = 220;

  private final Findings findings = new Findings();
  private final Progress progress;
  private final Path file;

  /**
   * Nothing is found yet.
   *
   * @param file for all that is wrong, one line each; is written anew
   */
  Judge(Progress progress, Path file) {
    this.progress = progress;
    this.file = file;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** There should be none of these; the first are said, all are written to the file. */
  Judge none(String name, Collection<String> seen) {
    List<String> lines =
        seen.stream().map(one -> name + ": " + one.replaceAll("\\R", " ")).toList();
    lines.stream()
        .limit(EXAMPLES)
        .map(line -> line.substring(0, Math.min(EXAMPLE_LENGTH, line.length())))
        .forEach(line -> progress.say("  " + line));
    try {
      Files.write(file, lines, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    findings.atMost(name, seen.size(), Unit.NUMBER, 0);
    return this;
  }

  /** Judges a figure that should be small. */
  Judge atMost(String name, double value, Unit unit, double limit) {
    findings.atMost(name, value, unit, limit);
    return this;
  }

  /** Judges a figure that should be large. */
  Judge atLeast(String name, double value, Unit unit, double limit) {
    findings.atLeast(name, value, unit, limit);
    return this;
  }

  /** Shows a figure that has no goal. */
  Judge show(String name, double value, Unit unit) {
    findings.show(name, value, unit);
    return this;
  }

  /** All figures, in order. */
  List<Figure> figures() {
    return findings.figures();
  }

  /** The value of a figure; fails where it was not measured. */
  double value(String name) {
    return findings.value(name);
  }
}
