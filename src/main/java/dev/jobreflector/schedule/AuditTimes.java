package dev.jobreflector.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * When passes over the finished jobs begin, by when they are to end, and how far apart their calls
 * are. No job waits for longer than {@link #CHECKED_AGAIN_WITHIN}, wherever it is in one pass and
 * in the next, and even if the next one has to describe each. Not thread-safe.
 */
final class AuditTimes {

  private static final Duration FIRST_AFTER = Duration.ofHours(1);
  private static final Duration EACH = Duration.ofDays(1);
  private static final Duration SECOND_LOOK_AFTER = Duration.ofMinutes(5);

  /** From the begin of a pass to the end of the next. */
  private static final Duration CHECKED_AGAIN_WITHIN = Duration.ofHours(24).plusMinutes(15);

  /** A pass takes no longer, unless its calls were closer together than they may be. */
  private static final Duration LONGEST_PASS = Duration.ofHours(12);

  /** A little more than the shortest gap of describes: what the next pass may take for each. */
  private static final Duration TIME_FOR_A_JOB = Duration.ofSeconds(12);

  private static final Duration LONGEST_GAP = Duration.ofSeconds(70);

  private Instant passTime;
  private Instant lastPassTime;
  private Instant passEnd;
  private Instant secondLookTime = Instant.MAX;
  private boolean lastWasSecondLook;

  AuditTimes(Instant startTime) {
    passTime = startTime.plus(FIRST_AFTER);
    lastPassTime = startTime;
    passEnd = startTime;
  }

  /** When the next pass is to begin, or the second look after the last one. */
  Instant next() {
    return isSecondLookNext() ? secondLookTime : passTime;
  }

  /** True if the next to begin is a second look at a few jobs of the last pass. */
  boolean isSecondLookNext() {
    // A pass that is late waits for one second look, and not for another one after it.
    boolean wanted = secondLookTime.isBefore(Instant.MAX);
    return wanted && (!lastWasSecondLook || secondLookTime.isBefore(passTime));
  }

  /** There is nothing to check for now. */
  void nothingToCheck(Instant now) {
    secondLookTime = Instant.MAX;
    lastPassTime = now;
    passTime = now.plus(FIRST_AFTER);
  }

  /** A pass over this many jobs begins. */
  void begin(int jobs, Instant now) {
    passEnd = earlier(now.plus(LONGEST_PASS), lastPassTime.plus(CHECKED_AGAIN_WITHIN));
    lastPassTime = now;
    Duration nextMayTake = shorter(TIME_FOR_A_JOB.multipliedBy(jobs), LONGEST_PASS);
    passTime = now.plus(shorter(EACH, CHECKED_AGAIN_WITHIN.minus(nextMayTake)));
    secondLookTime = Instant.MAX;
    lastWasSecondLook = false;
  }

  /** A second look begins. */
  void beginSecondLook() {
    passEnd = passTime;
    secondLookTime = Instant.MAX;
    lastWasSecondLook = true;
  }

  /** A few jobs of the pass that ends now need a second look. */
  void secondLook(Instant now) {
    secondLookTime = now.plus(SECOND_LOOK_AFTER);
  }

  /** From one call to the next, if this many are left in the pass. */
  Duration gap(long callsLeft, Duration shortest, Instant now) {
    Duration apart = Duration.between(now, passEnd).dividedBy(callsLeft);
    Duration gap = shorter(apart, LONGEST_GAP);
    return gap.compareTo(shortest) < 0 ? shortest : gap;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
