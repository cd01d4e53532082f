package dev.jobreflector.schedule;

/**
 * Selects which kind of call goes next if several are due. Polls that were requested by annotation
 * get at most every third call while others are due, so they at most double another job's delay. Of
 * the other calls, list pages and describes take turns. A page waits for two jobs that changed,
 * unless many wait: what a page showed is described before the next page looks for more. Not
 * thread-safe.
 */
final class CallOrder {

  private static final int CALLS_BETWEEN_REQUESTS = 2;
  private static final int CHANGES_BEFORE_PAGE = 2;

  /** The calls since the last requested poll. */
  private int sinceRequest = CALLS_BETWEEN_REQUESTS;

  private boolean pageWasLast;

  /** How many describes went before the page that is due. */
  private int pageWaited = CHANGES_BEFORE_PAGE;

  /** A kind of call. */
  enum Kind {
    /** The describe of a job that was requested by annotation. */
    REQUESTED,
    /** A page of a list. */
    PAGE,
    /** The describe of another job. */
    OTHER
  }

  /**
   * Takes the turn among the kinds that are due, of which there is at least one.
   *
   * @param changed true if one of the other jobs changed, as a list showed, and not many did
   */
  Kind next(boolean requested, boolean page, boolean other, boolean changed) {
    boolean alone = !page && !other;
    if (requested && (alone || sinceRequest >= CALLS_BETWEEN_REQUESTS)) {
      sinceRequest = 0;
      return Kind.REQUESTED;
    }
    sinceRequest++;
    boolean changesFirst = changed && !requested;
    boolean turn = changesFirst ? pageWaited >= CHANGES_BEFORE_PAGE : !pageWasLast;
    pageWasLast = page && (!other || turn);
    pageWaited = page && !pageWasLast ? pageWaited + 1 : 0;
    return pageWasLast ? Kind.PAGE : Kind.OTHER;
  }
}
