package dev.jobreflector.schedule;

import dev.jobreflector.decision.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * Decides which jobs an audit pass checks, when passes begin and should end, and the gap between
 * their calls. A second look follows a pass that has skipped jobs: it checks only those. Each job
 * is checked again within {@link #CHECKED_AGAIN_WITHIN}. That holds even if the next pass must
 * describe each job, for up to 3,500 jobs. Not thread-safe.
 */
final class AuditPasses {

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

  /** The resources whose jobs the last pass did not check. */
  private Set<ResourceKey> secondLook = Set.of();

  private Instant secondLookTime = Instant.MIN;
  private boolean lastWasSecondLook;

  AuditPasses(Instant startTime) {
    passTime = startTime.plus(FIRST_AFTER);
    lastPassTime = startTime;
    passEnd = startTime;
  }

  /** When the next pass is due, or the second look after the last pass. */
  Instant next() {
    return isSecondLookNext() ? secondLookTime : passTime;
  }

  private boolean isSecondLookNext() {
    // One second look may delay a pass; a second one in a row may not.
    return !secondLook.isEmpty() && (!lastWasSecondLook || secondLookTime.isBefore(passTime));
  }

  /**
   * Begins a pass or a second look. If no job has finished, tries again in an hour.
   *
   * @param finished all finished jobs
   * @return the jobs to check
   */
  Collection<FinishedJob> begin(Collection<FinishedJob> finished, Instant now) {
    Set<ResourceKey> notChecked = secondLook;
    lastWasSecondLook = isSecondLookNext();
    secondLook = Set.of();
    if (lastWasSecondLook) {
      passEnd = passTime;
      return finished.stream().filter(job -> notChecked.contains(job.resource())).toList();
    }
    if (finished.isEmpty()) {
      passTime = now.plus(FIRST_AFTER);
    } else {
      passEnd = earlier(now.plus(LONGEST_PASS), lastPassTime.plus(CHECKED_AGAIN_WITHIN));
      Duration nextMayTake = shorter(TIME_FOR_A_JOB.multipliedBy(finished.size()), LONGEST_PASS);
      passTime = now.plus(shorter(EACH, CHECKED_AGAIN_WITHIN.minus(nextMayTake)));
    }
    lastPassTime = now;
    return finished;
  }

  /** Records the end of a pass that did not check the jobs of these resources. */
  void ended(Set<ResourceKey> notChecked, Instant now) {
    secondLook = notChecked;
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
