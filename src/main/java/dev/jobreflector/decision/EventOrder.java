package dev.jobreflector.decision;

import java.time.Instant;
import java.util.Locale;

/**
 * The sort order of an Event among those of its resource. The text contains the creation time of
 * the job, then the place of the state in the job's life. Both are equal each time a transition is
 * decided. Other times from AWS may differ between two descriptions of one state.
 */
final class EventOrder {

  private static final long MAX_SECOND = 0xFF_FFFF_FFFFL;

  private static final int RECREATED = 0;

  /** Between STOPPING and the final states, since a failed poll usually precedes the job's end. */
  private static final int POLLED = 45;

  private EventOrder() {}

  /**
   * The order of the Event for a recreated job.
   *
   * @param jobCreated the creation time of the new job, in epoch seconds
   */
  static String recreated(long jobCreated) {
    return at(jobCreated, RECREATED);
  }

  /**
   * The order of the Event for a state that a job has entered.
   *
   * @param jobCreated the creation time of the job, in epoch seconds
   */
  static String entered(long jobCreated, JobState state) {
    return at(
        jobCreated,
        switch (state) {
          case STARTING -> 10;
          case INPROGRESS -> 20;
          case UNKNOWN -> 30;
          case STOPPING -> 40;
          case COMPLETED, FAILED, STOPPED -> 50;
        });
  }

  /**
   * The order of the Event for a change of Synced.
   *
   * @param jobCreated the creation time of the shown job, in epoch seconds; 0 if no job was
   *     described yet, so that the Event precedes those of the first job
   * @param since the lastTransitionTime of the previous Synced condition, or the creation time of
   *     the resource
   * @param reason the reason of the Event
   */
  static String polled(long jobCreated, Instant since, String reason) {
    int rank =
        switch (reason) {
          case "JobNotFound" -> 1;
          case "AccessDenied" -> 2;
          case "InvalidConfiguration" -> 3;
          default -> 9;
        };
    return at(jobCreated, POLLED) + hex(since.getEpochSecond()) + rank;
  }

  private static String at(long second, int place) {
    return hex(second) + String.format(Locale.ROOT, "%02d", place);
  }

  private static String hex(long second) {
    return String.format(Locale.ROOT, "%010x", Math.min(Math.max(second, 0), MAX_SECOND));
  }
}
