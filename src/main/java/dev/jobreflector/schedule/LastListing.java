package dev.jobreflector.schedule;

import dev.jobreflector.decision.ShownJob;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Records how lists last showed one job, and whether that is new. If a describe contradicts a list,
 * lists do not trigger another describe until they show the job otherwise.
 */
final class LastListing {

  private static final int OMISSIONS_OF_WRONG_LISTS = 3;

  private @Nullable ListedJob newest;
  private @Nullable Instant confirmedTime;
  private @Nullable Instant changedTime;
  private @Nullable Instant checkRequestedTime;
  private @Nullable Instant lastSweptTime;
  private boolean missing;
  private boolean missingFromLastList;
  private int omissions;
  private boolean contradicting;

  /** The job as a list showed it last; null if no list has shown it. */
  @Nullable ListedJob newest() {
    return newest;
  }

  /** When a list last showed the job as its last poll found it; null if no list has. */
  @Nullable Instant confirmedTime() {
    return confirmedTime;
  }

  /** When a list first showed that the job changed; null if no list has since the last poll. */
  @Nullable Instant changedTime() {
    return changedTime;
  }

  /**
   * When a describe was first requested to check the job or the account and region. Null if no such
   * request came since the last poll.
   */
  @Nullable Instant checkRequestedTime() {
    return checkRequestedTime;
  }

  /** True if lists do not show the job although it is unfinished. */
  boolean isMissing() {
    return missing;
  }

  /** True if lists show the job with another state or creation time than its last poll found. */
  boolean isContradicting() {
    return contradicting;
  }

  /** True if a page of a sweep, requested at this time or later, has shown the job. */
  boolean isShownSince(Instant time) {
    return lastSweptTime != null && !lastSweptTime.isBefore(time);
  }

  /** Records the begin of a poll, which answers the differences that lists have shown. */
  void polled() {
    changedTime = null;
    checkRequestedTime = null;
  }

  /** Records that a page of a sweep, requested at this time, shows the job. */
  void swept(Instant askedTime) {
    lastSweptTime = askedTime;
  }

  /**
   * Records that a list requested at {@code askedTime} shows the job.
   *
   * @param expected the job as polls found it; null if polls have not found it
   */
  void listed(ListedJob listed, @Nullable ShownJob expected, Instant askedTime) {
    missing = false;
    missingFromLastList = false;
    omissions = 0;
    contradicting = expected != null && !sameState(listed, expected);
    if (expected != null && sameAs(listed, expected)) {
      confirmedTime = askedTime;
    } else if (!listed.equals(newest)) {
      changed(askedTime);
    }
    newest = listed;
  }

  /**
   * Records that a list shows a job that was never described. The list decides its place among the
   * new jobs.
   */
  void listedBeforeDescribed(ListedJob listed) {
    newest = listed;
  }

  /**
   * Records that the job is missing from a list. This triggers one describe, until a list shows the
   * job again.
   */
  void missingFromList(Instant askedTime) {
    missingFromLastList = true;
    if (!missing) {
      missing = true;
      newest = null;
      changed(askedTime);
    }
  }

  /**
   * Records that a poll found the job. Lists may be late for some seconds. So lists count as wrong
   * only after three sweeps that omit a job which a poll then finds unchanged.
   *
   * @return true if the job is missing from lists although unchanged, at least three times in a row
   */
  boolean found(ShownJob expected, ShownJob found) {
    if (!missingFromLastList) {
      return false;
    }
    missingFromLastList = false;
    boolean same = sameState(found.optimizationJobStatus(), found.creationTime(), expected);
    omissions = same ? omissions + 1 : 0;
    // If the state changed, the list was right.
    missing = missing && same;
    return omissions >= OMISSIONS_OF_WRONG_LISTS;
  }

  /** Records that the job must be described to check it. */
  void checkRequested(Instant now) {
    checkRequestedTime = checkRequestedTime == null ? now : checkRequestedTime;
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
