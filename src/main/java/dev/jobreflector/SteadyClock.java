package dev.jobreflector;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that starts at the time of another clock and then follows elapsed time alone. If the
 * system time is changed, durations and due times stay correct.
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

  /** Returns this clock, since its instants do not depend on a zone. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
