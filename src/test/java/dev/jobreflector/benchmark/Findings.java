package dev.jobreflector.benchmark;

import dev.jobreflector.benchmark.Figure.Bound;
import java.util.ArrayList;
import java.util.List;

/** Collects what a scenario measures. */
final class Findings {

  private final List<Figure> figures = new ArrayList<>();

  /** Shows a figure that has no goal. */
  Findings show(String name, double value, Unit unit) {
    figures.add(new Figure(name, value, unit, null));
    return this;
  }

  /** Judges a figure that should be small. */
  Findings atMost(String name, double value, Unit unit, double limit) {
    figures.add(new Figure(name, value, unit, new Figure.Goal(Bound.AT_MOST, limit)));
    return this;
  }

  /** Judges a figure that should be large. */
  Findings atLeast(String name, double value, Unit unit, double limit) {
    figures.add(new Figure(name, value, unit, new Figure.Goal(Bound.AT_LEAST, limit)));
    return this;
  }

  /** Judges a figure that should be this one. */
  Findings exactly(String name, double value, Unit unit, double wanted) {
    figures.add(new Figure(name, value, unit, new Figure.Goal(Bound.EXACTLY, wanted)));
    return this;
  }

  /** All of them, in order. */
  List<Figure> figures() {
    return List.copyOf(figures);
  }

  /** The value of a figure; fails where it was not measured. */
  double value(String name) {
    return figures.stream()
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no figure " + name + ": " + figures))
        .value();
  }
}
