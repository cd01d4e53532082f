package dev.jobreflector.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Times in order of length, in seconds. */
final class Percentiles {

  private final double[] sorted;

  private Percentiles(double[] sorted) {
    this.sorted = sorted;
  }

  static Percentiles of(List<Duration> times) {
    return new Percentiles(
        times.stream().mapToDouble(time -> time.toNanos() / 1e9).sorted().toArray());
  }

  /** All of them in one. */
  static Percentiles together(List<Percentiles> all) {
    return new Percentiles(
        all.stream().flatMapToDouble(one -> Arrays.stream(one.sorted)).sorted().toArray());
  }

  /** The smallest that at least this part of all do not exceed; NaN where there are none. */
  double at(double part) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
  }
}
