package dev.jobreflector.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it forward. Thread-safe. */
public final class SettableClock extends Clock {

  private final AtomicReference<Instant> now;

  private SettableClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /** A clock that shows {@code start}. */
  public static SettableClock at(Instant start) {
    return new SettableClock(start);
  }

  /** Moves forward; a negative duration is refused, for a job's life only goes one way. */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("Time does not go back: " + by);
    }
    now.updateAndGet(instant -> instant.plus(by));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** Zones mean nothing to the simulator: the same clock. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
