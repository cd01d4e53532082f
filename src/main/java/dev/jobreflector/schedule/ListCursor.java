package dev.jobreflector.schedule;

import dev.jobreflector.schedule.ListCall.Purpose;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The position in a list of all jobs, newest first. A page begins at the creation time at which the
 * one before ended, since AWS does not say how long a token lives. Only if a whole page was created
 * at one time, its token is used. Not thread-safe.
 */
final class ListCursor {

  /** Empty pages with a token that are followed one after the other; AWS may send some. */
  static final int MOST_EMPTY_PAGES = 5;

  /**
   * Pages that reach no further back, and are followed by their tokens; the order can do without.
   */
  private static final int MOST_PAGES_OF_A_MOMENT = 1_000;

  private static final int MOST_PAGES_OF_A_MOMENT_FOR_ORDER = 20;

  /** Jobs may be ordered by finer times than are shown. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  /** Times in requests have milliseconds; what was created in the same one shows twice. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Purpose purpose;
  private @Nullable Instant createdBefore;
  private @Nullable String nextToken;
  private int emptyPages;
  private int pagesOfMoment;
  private @Nullable ListPage last;

  ListCursor(Purpose purpose) {
    this.purpose = purpose;
  }

  ListCall nextPage(Instant now) {
    return new ListCall(purpose, null, null, createdBefore, nextToken, now);
  }

  /** False for a page that does not answer the request: other times, another order, or again. */
  boolean isAsAsked(ListPage page) {
    Instant latest = createdBefore == null ? Instant.MAX : createdBefore.plus(ROUNDING);
    for (ListedJob job : page.jobs()) {
      if (!job.creationTime().isBefore(latest)) {
        return false;
      }
      latest = job.creationTime().plus(ROUNDING).plus(SHORTEST);
    }
    return page.jobs().isEmpty() || page.nextToken() == null || !page.equals(last);
  }

  /** Goes on behind this page; false where it was the last, or pages come without end. */
  boolean goOn(ListPage page) {
    if (page.nextToken() == null) {
      return false;
    }
    Instant reached = oldest(page);
    emptyPages = reached == null ? emptyPages + 1 : 0;
    if (isEndless()) {
      return false;
    }
    nextToken = page.nextToken();
    last = page;
    pagesOfMoment++;
    if (reached != null) {
      skipTo(reached.plus(SHORTEST));
    }
    return true;
  }

  /** Leaves out what was created at this time or later, where that is yet to come. */
  void skipTo(Instant before) {
    if (createdBefore == null || before.isBefore(createdBefore)) {
      createdBefore = before;
      nextToken = null;
      last = null;
      pagesOfMoment = 0;
    }
  }

  /**
   * True where too many pages one after the other had no jobs, or none that were created before
   * those of the page before: the rest was not seen.
   */
  boolean isEndless() {
    int most = purpose == Purpose.ORDER ? MOST_PAGES_OF_A_MOMENT_FOR_ORDER : MOST_PAGES_OF_A_MOMENT;
    return emptyPages > MOST_EMPTY_PAGES || pagesOfMoment > most;
  }

  /** When the last job of a page was created; null for an empty page. */
  static @Nullable Instant oldest(ListPage page) {
    ListedJob last = page.jobs().isEmpty() ? null : page.jobs().get(page.jobs().size() - 1);
    return last == null ? null : last.creationTime();
  }
}
