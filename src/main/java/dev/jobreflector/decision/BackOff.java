package dev.jobreflector.decision;

import java.time.Duration;

/** Waits that double from one failure to the next. */
public final class BackOff {

  private BackOff() {}

  /**
   * The first wait, doubled {@code times} times, and at most {@code limit}. If {@code times} is 0
   * or less, the first wait is not doubled.
   */
  public static Duration doubled(Duration first, int times, Duration limit) {
    Duration wait = first;
    for (int i = 0; i < times && wait.compareTo(limit) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(limit) < 0 ? wait : limit;
  }
}
