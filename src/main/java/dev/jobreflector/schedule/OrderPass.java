package dev.jobreflector.schedule;

import dev.jobreflector.schedule.ListCall.Pass;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the account's jobs where so many new ones are to be described that their order
 * matters: what lists show of them puts the unfinished and the failed first. Not thread-safe.
 */
final class OrderPass {

  private static final Duration APART = Duration.ofMinutes(10);
  private static final int MOST_PAGES = 10_000;

  private NewestFirst pages = new NewestFirst(Pass.ORDER);
  private boolean underWay;
  private boolean inFlight;
  private int asked;
  private int arrived;
  private Instant notBefore = Instant.MIN;
  private Instant lastPageTime = Instant.MIN;

  /** A job came that was never described. */
  void arrived() {
    arrived++;
  }

  /** When the next page is to be asked for; null where none is, or one is under way. */
  @Nullable Instant nextPageTime(Load load, Instant now) {
    boolean wanted =
        isUnderWay(now)
            || (load.hasManyNewJobs() && load.isMany(arrived) && !now.isBefore(notBefore));
    return wanted && load.hasUnlistedJobs() && !inFlight ? now : null;
  }

  // One that came to rest as its jobs were described is not the way to those that come later.
  private boolean isUnderWay(Instant now) {
    return underWay && lastPageTime.plus(APART).isAfter(now);
  }

  ListCall begin(Instant now) {
    if (!isUnderWay(now)) {
      underWay = true;
      arrived = 0;
      asked = 0;
      pages = new NewestFirst(Pass.ORDER);
      notBefore = now.plus(APART);
    }
    inFlight = true;
    lastPageTime = now;
    asked++;
    return pages.nextPage(now);
  }

  void answered(ListPage page, Load load) {
    inFlight = false;
    underWay = pages.goOn(page) && asked < MOST_PAGES && load.hasUnlistedJobs();
    // One that has shown all that there were leaves the next as much to find.
    notBefore = load.hasUnlistedJobs() ? notBefore : Instant.MIN;
  }

  /** Ends a page that brought nothing; without an order the jobs are described all the same. */
  void failed() {
    inFlight = false;
    underWay = false;
  }
}
