package dev.jobreflector.measurement;

import dev.jobreflector.measurement.Figure.Bound;
import java.util.ArrayList;
import java.util.List;

/** Collects what a scenario measures. */
public final class Findings {

  private final List<Figure> figures = new ArrayList<>();

  /** Shows a figure that has no goal. */
  public Findings show(String name, double value, Unit unit) {
    figures.add(new Figure(name, value, unit, null));
    return this;
  }

  /** Judges a figure that should be small. */
  public Findings atMost(String name, double value, Unit unit, double limit) {
    figures.add(new Figure(name, value, unit, new Figure.Goal(Bound.AT_MOST, limit)));
    return this;
  }

  /** Judges a figure that should be large. */
  public Findings atLeast(String name, double value, Unit unit, double limit) {
    figures.add(new Figure(name, value, unit, new Figure.Goal(Bound.AT_LEAST, limit)));
    return this;
  }

  /** Judges a figure that should be this one. */
  public Findings exactly(String name, double value, Unit unit, double wanted) {
    figures.add(new Figure(name, value, unit, new Figure.Goal(Bound.EXACTLY, wanted)));
    return this;
  }

  /** All of them, in order. */
  public List<Figure> figures() {
    return List.copyOf(figures);
  }

  /** The value of a figure; fails where it was not measured. */
  public double value(String name) {
    return figures.stream()
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no figure " + name + ": " + figures))
        .value();
  }
}
