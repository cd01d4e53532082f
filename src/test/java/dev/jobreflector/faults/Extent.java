package dev.jobreflector.faults;

import java.time.Duration;

/**
 * How large a scenario is.
 *
 * @param jobs jobs that have a resource and change their state
 * @param times how often the fault happens, or how many hostile things are sent
 * @param duration how long one fault lasts, or the load
 * @param seed of all that is random
 */
record Extent(int jobs, int times, Duration duration, long seed) {

  private static final long SEED = 20_261_128;

  /** With the usual seed. */
  static Extent of(int jobs, int times, Duration duration) {
    return new Extent(jobs, times, duration, SEED);
  }

  /** Numbers of faults and durations times {@code factor}; the load stays. */
  Extent scaled(double factor) {
    return new Extent(
        jobs,
        Math.max(1, (int) Math.round(times * factor)),
        Duration.ofMillis(Math.round(duration.toMillis() * factor)),
        seed);
  }

  /** The same faults, at other random moments. */
  Extent withSeed(long another) {
    return new Extent(jobs, times, duration, another);
  }

  /** All of it in words. */
  String size() {
    return "%,d jobs, %,d times, %.1f s".formatted(jobs, times, duration.toMillis() / 1e3);
  }
}
