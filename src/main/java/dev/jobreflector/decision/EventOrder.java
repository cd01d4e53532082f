package dev.jobreflector.decision;

import java.time.Instant;
import java.util.Locale;

/**
 * Where an Event stands in the life of its resource, as text that sorts so: the job's creation
 * time, then the place in that job's life. Both are the same however often the transition is
 * decided: AWS's other times may differ between two descriptions of one state.
 */
final class EventOrder {

  private static final long MAX_SECOND = 0xFF_FFFF_FFFFL;

  private static final int RECREATED = 0;

  /** Polls of a job fail mostly while it is unfinished. */
  private static final int POLLED = 45;

  private EventOrder() {}

  /** Of the Event for a job that was created under the name of another, at this epoch second. */
  static String recreated(long jobCreated) {
    return at(jobCreated, RECREATED);
  }

  /** Of the Event for a state that a job, created at this epoch second, has entered. */
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
   * Of the Event for a change of Synced.
   *
   * @param jobCreated the epoch second of the job that is shown; 0 where none was described, so
   *     that the Event comes before those of the first job
   * @param since the time since which Synced was as it is left
   * @param reason the Event's
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
