package dev.jobreflector.schedule;

import dev.jobreflector.decision.ShownJob;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What lists have shown of one job, and whether that is news. A list that goes on to say what the
 * job's description has not confirmed is believed once: else it would cost a poll each time.
 */
final class LastListing {

  private @Nullable ListedJob newest;
  private @Nullable Instant confirmedTime;
  private @Nullable Instant changedTime;
  private @Nullable Instant doubtedTime;
  private int lastSweep;
  private boolean missing;
  private boolean leftOut;
  private int omissions;
  private boolean contradicting;

  /** The job as a list showed it last; null where none did. */
  @Nullable ListedJob newest() {
    return newest;
  }

  /** When a list last showed what was known; null where none did. */
  @Nullable Instant confirmedTime() {
    return confirmedTime;
  }

  /** Since when a list says that the job changed; null where it does not. */
  @Nullable Instant changedTime() {
    return changedTime;
  }

  /** Since when the check of finished jobs doubts that AWS has the job; null where it does not. */
  @Nullable Instant doubtedTime() {
    return doubtedTime;
  }

  /** True where lists do not show the job, though it is unfinished. */
  boolean isMissing() {
    return missing;
  }

  /** True where lists show another job, or another state of it, than its last poll did. */
  boolean isContradicting() {
    return contradicting;
  }

  boolean isSeenIn(int sweep) {
    return lastSweep == sweep;
  }

  /** The poll that begins now will tell more than the list did. */
  void polled() {
    changedTime = null;
    doubtedTime = null;
  }

  /** The sweep of this number has come to the job. */
  void seenIn(int sweep) {
    lastSweep = sweep;
  }

  /**
   * A list that was asked for at {@code askedTime} shows the job.
   *
   * @param expected the job as polls found it; null where none found it
   */
  void listed(ListedJob listed, @Nullable ShownJob expected, Instant askedTime) {
    missing = false;
    leftOut = false;
    omissions = 0;
    contradicting = expected != null && !sameState(listed, expected);
    if (expected != null && sameAs(listed, expected)) {
      confirmedTime = askedTime;
    } else if (!listed.equals(newest)) {
      changed(askedTime);
    }
    newest = listed;
  }

  /** A list shows a job that was never described: that orders it among its like. */
  void ordered(ListedJob listed) {
    newest = listed;
  }

  /** A list that should have shown the job does not; believed once, until it shows it again. */
  void leftOut(Instant askedTime) {
    leftOut = true;
    if (!missing) {
      missing = true;
      newest = null;
      changed(askedTime);
    }
  }

  /**
   * A poll found the job. Lists may be behind for a moment: only one that leaves it out again,
   * after a poll has found it as it should be listed, is wrong.
   *
   * @return true where lists leave it out wrongly
   */
  boolean found(ShownJob expected, ShownJob found) {
    if (!leftOut) {
      return false;
    }
    leftOut = false;
    boolean same = sameState(found.optimizationJobStatus(), found.creationTime(), expected);
    omissions = same ? omissions + 1 : 0;
    // Another state explains why that list did not show it.
    missing = missing && same;
    return omissions > 1;
  }

  /** The check of finished jobs did not find the job. */
  void doubted(Instant now) {
    doubtedTime = doubtedTime == null ? now : doubtedTime;
  }

  private void changed(Instant askedTime) {
    changedTime = changedTime == null ? askedTime : changedTime;
  }

  // The same name with another creation time is another job.
  private static boolean sameState(ListedJob listed, ShownJob shown) {
    return sameState(listed.optimizationJobStatus(), listed.creationTime(), shown);
  }

  private static boolean sameState(String status, Instant creationTime, ShownJob shown) {
    return status.equals(shown.optimizationJobStatus())
        && creationTime.getEpochSecond() == shown.creationTime().getEpochSecond();
  }

  // Status keeps milliseconds of times.
  private static boolean sameAs(ListedJob listed, ShownJob shown) {
    Instant listedModified = listed.lastModifiedTime();
    Instant shownModified = shown.lastModifiedTime();
    return sameState(listed, shown)
        && (listedModified == null
            || shownModified == null
            || listedModified
                .truncatedTo(ChronoUnit.MILLIS)
                .equals(shownModified.truncatedTo(ChronoUnit.MILLIS)));
  }
}
