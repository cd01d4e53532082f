package dev.jobreflector.schedule;

import dev.jobreflector.schedule.ListCall.Purpose;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The position in a list of all jobs, newest first. Each page begins at the creation time at which
 * the previous page ended, since AWS does not say how long a token is valid. A token is used only
 * after an empty page, or if a whole page was created at one time. Not thread-safe.
 */
final class ListCursor {

  /** The most empty pages in a row to follow by their tokens, since AWS may send some. */
  static final int MOST_EMPTY_PAGES = 5;

  /** The most pages in a row, followed by their tokens, that show nothing older. */
  private static final int MOST_PAGES_OF_SAME_TIME = 1_000;

  private static final int MOST_PAGES_OF_A_MOMENT_FOR_ORDER = 20;

  /**
   * Lists and describes may round creation times differently, and AWS may order jobs by finer times
   * than it shows.
   */
  static final Duration ROUNDING = Duration.ofSeconds(1);

  /** Request times have milliseconds. Jobs created in the same millisecond are listed twice. */
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
    return new ListCall(purpose, new ListRequest(null, null, createdBefore, nextToken), now);
  }

  /**
   * False if the page does not answer the request: other times, another order, or the same page
   * again.
   */
  boolean matchesRequest(ListPage page) {
    Instant latest = createdBefore == null ? Instant.MAX : createdBefore.plus(ROUNDING);
    for (ListedJob job : page.jobs()) {
      if (!job.creationTime().isBefore(latest)) {
        return false;
      }
      latest = job.creationTime().plus(ROUNDING).plus(SHORTEST);
    }
    return page.jobs().isEmpty() || page.nextToken() == null || !page.equals(last);
  }

  /** Moves past this page. Returns false if the page is the last, or if pages do not end. */
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

  /** Skips jobs created at this time or later, unless the position is past them already. */
  void skipTo(Instant before) {
    if (createdBefore == null || before.isBefore(createdBefore)) {
      createdBefore = before;
      nextToken = null;
      last = null;
      pagesOfMoment = 0;
    }
  }

  /**
   * True if too many pages in a row are empty or show nothing older than the previous page. Then
   * the list has no usable end.
   */
  boolean isEndless() {
    int most =
        purpose == Purpose.ORDER ? MOST_PAGES_OF_A_MOMENT_FOR_ORDER : MOST_PAGES_OF_SAME_TIME;
    return emptyPages > MOST_EMPTY_PAGES || pagesOfMoment > most;
  }

  /** The creation time of the last job of a page; null for an empty page. */
  static @Nullable Instant oldest(ListPage page) {
    ListedJob last = page.jobs().isEmpty() ? null : page.jobs().get(page.jobs().size() - 1);
    return last == null ? null : last.creationTime();
  }
}
