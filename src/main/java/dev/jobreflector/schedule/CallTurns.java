package dev.jobreflector.schedule;

/**
 * Decides which kind of call goes next if several are due. Requested polls are at most every third
 * call while other calls are due, so they at most double another job's delay. Of the other calls, a
 * list page is every third, or every second while requested polls are due. Not thread-safe.
 */
final class CallTurns {

  private static final int CALLS_BETWEEN_REQUESTS = 2;

  /** A change that a page shows is described before the next page is requested. */
  private static final int DESCRIBES_BEFORE_PAGE = 2;

  /** The number of calls since the last requested poll. */
  private int sinceRequest = CALLS_BETWEEN_REQUESTS;

  /** The number of describes made while a list page was due. */
  private int pageWaited = DESCRIBES_BEFORE_PAGE;

  /** A kind of call. */
  enum Kind {
    /** A describe that was requested by annotation. */
    REQUESTED,
    /** A list page. */
    PAGE,
    /** Any other describe. */
    OTHER
  }

  /** Chooses the next kind among the kinds that are due. At least one must be due. */
  Kind next(boolean requested, boolean page, boolean other) {
    boolean alone = !page && !other;
    if (requested && (alone || sinceRequest >= CALLS_BETWEEN_REQUESTS)) {
      sinceRequest = 0;
      return Kind.REQUESTED;
    }
    sinceRequest++;
    int describesFirst = requested ? 1 : DESCRIBES_BEFORE_PAGE;
    boolean pageGoes = page && (!other || pageWaited >= describesFirst);
    pageWaited = page && !pageGoes ? pageWaited + 1 : 0;
    return pageGoes ? Kind.PAGE : Kind.OTHER;
  }
}
