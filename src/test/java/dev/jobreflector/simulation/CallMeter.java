package dev.jobreflector.simulation;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the worst of all windows: by how many calls any window t had more than burst + rate·t.
 * Windows that end now and begin where the level was last empty have the most.
 */
final class CallMeter {

  // What doubles lose in a day of additions.
  private static final double ROUNDING = 1e-6;

  private final double rate;
  private final int burst;
  private double level;
  private double worst;
  private Instant last = Instant.MIN;

  CallMeter(double rate, int burst) {
    this.rate = rate;
    this.burst = burst;
  }

  /** A call arrives; false where a window that ends with it is beyond the budget. */
  boolean arrived(Instant now) {
    if (!last.equals(Instant.MIN)) {
      level = Math.max(0, level - rate * Duration.between(last, now).toNanos() / 1e9);
    }
    last = now;
    level++;
    worst = Math.max(worst, level - burst);
    return level <= burst + ROUNDING;
  }

  /** Calls beyond burst + rate·t in the worst window; 0 where none was. */
  double excess() {
    return worst <= ROUNDING ? 0 : worst;
  }
}
