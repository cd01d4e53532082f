package dev.jobreflector.measurement;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Times in order of length, in seconds. */
public final class Percentiles {

  private final double[] sorted;

  private Percentiles(double[] sorted) {
    this.sorted = sorted;
  }

  /** Those of these times, in nanoseconds. */
  public static Percentiles ofNanos(Collection<Long> nanos) {
    double[] seconds = nanos.stream().mapToDouble(time -> time / 1e9).toArray();
    Arrays.sort(seconds);
    return new Percentiles(seconds);
  }

  /** All of them in one. */
  public static Percentiles together(List<Percentiles> all) {
    return new Percentiles(
        all.stream().flatMapToDouble(one -> Arrays.stream(one.sorted)).sorted().toArray());
  }

  /** How many there are. */
  public int count() {
    return sorted.length;
  }

  /** The smallest that at least this part of all do not exceed; NaN where there are none. */
  public double at(double part) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(part * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  /** The largest; NaN where there are none. */
  public double max() {
    return at(1);
  }
}
