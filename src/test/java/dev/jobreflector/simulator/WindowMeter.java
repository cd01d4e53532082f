package dev.jobreflector.simulator;

/**
 * Finds the worst of all windows while calls arrive, without keeping them: calls − rate·t is
 * largest for windows that end now and begin where that level was last empty. Not thread-safe.
 */
public final class WindowMeter {

  private final double rate;
  private final double burst;
  private long windowCalls;
  private long windowStart;
  private WindowCheck worst;
  private boolean kept = true;

  /** No call arrived yet. */
  public WindowMeter(double rate, double burst) {
    this.rate = rate;
    this.burst = burst;
    this.worst = new WindowCheck(rate, burst, 0, 0);
  }

  /**
   * A call arrives.
   *
   * @param nanos when, on a scale of the caller's
   */
  public void arrived(long nanos) {
    double seconds = (nanos - windowStart) / 1e9;
    if (windowCalls == 0 || windowCalls - rate * seconds <= 0) {
      windowStart = nanos;
      windowCalls = 0;
      seconds = 0;
    }
    windowCalls++;
    WindowCheck window = new WindowCheck(rate, burst, windowCalls, seconds);
    if (worst.calls() == 0 || window.excess() > worst.excess()) {
      worst = window;
    }
    kept = window.callsBeyond() == 0;
  }

  /** False if a window that ends with the last call has more than burst + rate·t calls. */
  public boolean isKept() {
    return kept;
  }

  /** The worst window so far. */
  public WindowCheck worst() {
    return worst;
  }
}
