package dev.jobreflector.faults;

import dev.jobreflector.measurement.Figure;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Progress;
import dev.jobreflector.measurement.Unit;
import java.util.Collection;
import java.util.List;

/** Collects the figures of a scenario, and says of what is wrong where it was seen. */
final class Judge {

  private static final int EXAMPLES = 5;

  private final Findings findings = new Findings();
  private final Progress progress;

  Judge(Progress progress) {
    this.progress = progress;
  }

  /** There should be none of these. */
  Judge none(String name, Collection<String> seen) {
    seen.stream().limit(EXAMPLES).forEach(one -> progress.say("  " + name + ": " + one));
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
