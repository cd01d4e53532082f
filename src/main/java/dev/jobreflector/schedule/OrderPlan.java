package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListCall.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists all jobs, newest first, if many new jobs wait. Then the operator describes active and
 * failed jobs first. Not thread-safe.
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

  /** Records a new job that was never described. */
  void newJobArrived() {
    arrived++;
  }

  @Override
  public @Nullable Instant nextPageTime(Load load, Instant now) {
    boolean wanted =
        isUnderWay(now)
            || (load.hasManyNewJobs() && load.isMany(arrived) && !now.isBefore(notBefore));
    return wanted && load.hasBacklogOfUnlistedJobs() ? now : null;
  }

  // After 10 minutes without a page, the pass is over: jobs that arrive later need a new pass.
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
    underWay = pages.goOn(page) && asked < MOST_PAGES && load.hasBacklogOfUnlistedJobs();
    // If the pass has shown all new jobs, the next pass need not wait.
    notBefore = load.hasBacklogOfUnlistedJobs() ? notBefore : Instant.MIN;
    return List.of();
  }

  // Without this order, the operator still describes the jobs.
  @Override
  public void failed(Observation failure, Instant now) {
    giveUp();
  }

  /** Ends the pass. */
  void giveUp() {
    underWay = false;
  }
}
