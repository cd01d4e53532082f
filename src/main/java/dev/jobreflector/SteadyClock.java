package dev.jobreflector;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that nobody sets: it starts with another clock's time and goes on by elapsed time alone.
 * For spans and due times, which a step of the wall clock must not stretch or cut.
 */
final class SteadyClock extends Clock {

  private final Instant start;
  private final long startNanos = System.nanoTime();

  SteadyClock(Clock wall) {
    this.start = wall.instant();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** Itself: its instants have no zone. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
