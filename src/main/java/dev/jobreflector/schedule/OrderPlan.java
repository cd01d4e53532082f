package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListCall.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * If describing the new jobs takes so long that their order matters: lists all jobs once, newest
 * first, to put the active and the failed ones first. Not thread-safe.
 */
final class OrderPlan implements ListPlan {

  private static final Duration APART = Duration.ofMinutes(10);
  private static final int MOST_PAGES = 10_000;

  private ListCursor pages = new ListCursor(Purpose.ORDER);
  private boolean underWay;
  private int asked;
  private int arrived;
  private Instant notBefore = Instant.MIN;
  private Instant lastPageTime = Instant.MIN;

  /** A job came that was never described. */
  void arrived() {
    arrived++;
  }

  @Override
  public @Nullable Instant nextPageTime(Load load, Instant now) {
    boolean wanted =
        isUnderWay(now)
            || (load.hasManyNewJobs() && load.isMany(arrived) && !now.isBefore(notBefore));
    return wanted && load.hasUnlistedJobs() ? now : null;
  }

  // One that came to rest as its jobs were described is not the way to those that come later.
  private boolean isUnderWay(Instant now) {
    return underWay && lastPageTime.plus(APART).isAfter(now);
  }

  @Override
  public ListCall begin(Load load, Instant now) {
    if (!isUnderWay(now)) {
      underWay = true;
      arrived = 0;
      asked = 0;
      pages = new ListCursor(Purpose.ORDER);
      notBefore = now.plus(APART);
    }
    lastPageTime = now;
    asked++;
    return pages.nextPage(now);
  }

  @Override
  public List<TrackedJob> answered(ListCall call, ListPage page, Load load, Instant now) {
    underWay = pages.goOn(page) && asked < MOST_PAGES && load.hasUnlistedJobs();
    // One that has shown all that there were leaves the next as much to find.
    notBefore = load.hasUnlistedJobs() ? notBefore : Instant.MIN;
    return List.of();
  }

  // Without an order the jobs are described all the same.
  @Override
  public void failed(Observation failure, Instant now) {
    underWay = false;
  }

  @Override
  public void denied(Instant now) {
    underWay = false;
  }
}
