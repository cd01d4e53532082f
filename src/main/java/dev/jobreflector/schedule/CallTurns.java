package dev.jobreflector.schedule;

/**
 * Which kind of call goes next where several are due. Polls that were requested by annotation are
 * at most every second call while others are due, so that they at most double another job's delay.
 * Of the other calls, list pages and describes take turns. Not thread-safe.
 */
final class CallTurns {

  private boolean requestWasLast;
  private boolean pageWasLast;

  /** A kind of call. */
  enum Kind {
    /** The describe of a job that was requested by annotation. */
    REQUESTED,
    /** A page of a list. */
    PAGE,
    /** The describe of another job. */
    OTHER
  }

  /** Takes the turn among the kinds that are due, of which there is at least one. */
  Kind next(boolean requested, boolean page, boolean other) {
    boolean alone = !page && !other;
    requestWasLast = requested && (alone || !requestWasLast);
    if (requestWasLast) {
      return Kind.REQUESTED;
    }
    pageWasLast = page && (!other || !pageWasLast);
    return pageWasLast ? Kind.PAGE : Kind.OTHER;
  }
}
