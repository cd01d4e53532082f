package dev.jobreflector.schedule;

/**
 * Which kind of call goes next if several are due. Polls that were requested by annotation are at
 * most every third call while others are due, so that they at most double another job's delay. Of
 * the other calls, a list page is every third, or every second while there are requests. Not
 * thread-safe.
 */
final class CallTurns {

  private static final int CALLS_BETWEEN_REQUESTS = 2;

  /** A change that a page showed is described before the next page looks for more. */
  private static final int DESCRIBES_BEFORE_PAGE = 2;

  /** How many calls there were since a requested one. */
  private int sinceRequest = CALLS_BETWEEN_REQUESTS;

  /** How many describes a page that is due has waited for. */
  private int pageWaited = DESCRIBES_BEFORE_PAGE;

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
