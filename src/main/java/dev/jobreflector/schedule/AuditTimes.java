package dev.jobreflector.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * Computes when audit passes begin, when they should end, and the gap between their calls. Each job
 * is checked again within {@link #CHECKED_AGAIN_WITHIN}. That holds even if the next pass must
 * describe each job, for up to 3,500 jobs. Not thread-safe.
 */
final class AuditTimes {

  private static final Duration FIRST_AFTER = Duration.ofHours(1);
  private static final Duration EACH = Duration.ofDays(1);
  private static final Duration SECOND_LOOK_AFTER = Duration.ofMinutes(5);

  /** The time from the begin of a pass to the end of the next pass. */
  private static final Duration CHECKED_AGAIN_WITHIN = Duration.ofHours(24).plusMinutes(15);

  /** A pass takes longer only if its calls would be closer together than the shortest gap. */
  private static final Duration LONGEST_PASS = Duration.ofHours(12);

  /**
   * The time that the next pass may take for each job: a little more than the shortest gap between
   * describes.
   */
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

  /** When the next pass is due, or the second look after the last pass. */
  Instant next() {
    return isSecondLookNext() ? secondLookTime : passTime;
  }

  /** True if a second look at a few jobs of the last pass comes next. */
  boolean isSecondLookNext() {
    // A pass that is late waits for one second look, but not for another.
    boolean wanted = secondLookTime.isBefore(Instant.MAX);
    return wanted && (!lastWasSecondLook || secondLookTime.isBefore(passTime));
  }

  /** Records that there are no jobs to check now. */
  void nothingToCheck(Instant now) {
    secondLookTime = Instant.MAX;
    lastPassTime = now;
    passTime = now.plus(FIRST_AFTER);
  }

  /** Records the begin of a pass over this many jobs. */
  void begin(int jobs, Instant now) {
    passEnd = earlier(now.plus(LONGEST_PASS), lastPassTime.plus(CHECKED_AGAIN_WITHIN));
    lastPassTime = now;
    Duration nextMayTake = shorter(TIME_FOR_A_JOB.multipliedBy(jobs), LONGEST_PASS);
    passTime = now.plus(shorter(EACH, CHECKED_AGAIN_WITHIN.minus(nextMayTake)));
    secondLookTime = Instant.MAX;
    lastWasSecondLook = false;
  }

  /** Records the begin of a second look. */
  void beginSecondLook() {
    passEnd = passTime;
    secondLookTime = Instant.MAX;
    lastWasSecondLook = true;
  }

  /** Plans a second look at a few jobs of the pass that ends now. */
  void secondLook(Instant now) {
    secondLookTime = now.plus(SECOND_LOOK_AFTER);
  }

  /** The time from one call to the next, if this many calls are left in the pass. */
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
