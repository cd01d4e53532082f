package dev.jobreflector.simulator;

import java.time.Duration;

/**
 * The window in which calls went furthest beyond burst + rate·t.
 *
 * @param rate calls a second
 * @param burst calls at once
 * @param calls how many there were in the worst window; 0 where there were none at all
 * @param seconds its length, from the arrival of the first of them to that of the last
 */
public record WindowCheck(double rate, double burst, long calls, double seconds) {

  private static final double ROUNDING = 1e-9;

  /** Doubles lose less than one part in this of a call in a day of additions. */
  private static final double EXACT = 1e6;

  /** How many calls of the worst window were too many; zero or less if none was in any window. */
  public double excess() {
    return calls - rate * seconds - burst;
  }

  /** How many calls of the worst window were too many; 0 if none was in any window. */
  public double callsBeyond() {
    return Math.max(0, Math.round(excess() * EXACT) / EXACT);
  }

  /** Fails if any window has more than burst + rate·t calls. */
  public void assertKept() {
    assertKept(Duration.ZERO);
  }

  /**
   * Fails if any window has more than burst + rate·(t + {@code jitter}) calls.
   *
   * @param jitter by how much one call may take longer than another from where the caller lets it
   *     go to where it is recorded: only the caller can keep its distances exactly
   */
  public void assertKept(Duration jitter) {
    if (excess() > rate * jitter.toNanos() / 1e9 + ROUNDING) {
      throw new AssertionError(toString());
    }
  }

  @Override
  public String toString() {
    return "%d calls in %.3f s, %.3f more than %.3f + %.3f/s allow"
        .formatted(calls, seconds, excess(), burst, rate);
  }
}
