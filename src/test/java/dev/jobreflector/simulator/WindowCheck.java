package dev.jobreflector.simulator;

/**
 * The window in which calls went furthest beyond burst + rate·t.
 *
 * @param rate calls a second
 * @param burst calls at once
 * @param calls how many there were in the worst window; 0 where there were none at all
 * @param seconds its length, from the arrival of the first of them to that of the last
 */
public record WindowCheck(double rate, double burst, long calls, double seconds) {

  /** How many calls of the worst window were too many; zero or less if none was in any window. */
  public double excess() {
    return calls - rate * seconds - burst;
  }

  /** Fails unless no window has more than burst + rate·t calls. */
  public void assertKept() {
    // Far below what one nanosecond of arrival time makes, far above rounding.
    if (excess() > 1e-9) {
      throw new AssertionError(this.toString());
    }
  }

  @Override
  public String toString() {
    return "%d calls in %.3f s, %.3f more than %.3f + %.3f/s allow"
        .formatted(calls, seconds, excess(), burst, rate);
  }
}
