package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.AuditedJobs.Taken;
import dev.jobreflector.schedule.ListCall.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks once a day that AWS still has the finished jobs. A pass lists all jobs, and describes each
 * finished job that is missing or has another creation time. If a describe contradicts a page, the
 * plan ignores the rest of that page. The plan skips times in which no job to check was created, so
 * a pass takes at most one page for each job to check. Without lists, the plan describes each job;
 * if there are many, a pass takes longer. Not thread-safe.
 */
final class AuditPlan implements ListPlan {

  private static final Duration SHORTEST_GAP = Duration.ofSeconds(5);

  /** For a pass that describes each job: a tenth of the calls at 1 request/s. */
  private static final Duration SHORTEST_GAP_OF_DESCRIBES = Duration.ofSeconds(10);

  /** Long enough for a rate that was halved after throttling to recover. */
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

  private static final int MOST_FAILURES = 3;

  /** Limits the jobs that wait if the account does not answer. */
  private static final int MOST_TO_DESCRIBE = 10;

  /** The most describes that a page costs if jobs are missing from it although AWS has them. */
  private static final int MOST_UNCONFIRMED = 5;

  /** Limits the jobs that wait if the budget has no tokens for them. */
  private static final int MOST_CONFIRMED = 500;

  /**
   * How long the plan describes each job after pages fail, or pauses after AWS refuses describes.
   */
  private static final Duration RETRY_LISTS_AFTER = Duration.ofHours(1);

  private static final int JOBS_ON_A_PAGE = 100;

  /** The weight of the last page in the average, since older pages may have fewer jobs to check. */
  private static final double WEIGHT_OF_LAST_PAGE = 0.1;

  private final AuditPasses passes;
  private final ListHealth health;
  private ListCursor pages = new ListCursor(Purpose.AUDIT);
  private AuditedJobs jobs = new AuditedJobs(List.of());

  private int refusedDescribes;
  private Instant describeUntil = Instant.MIN;
  private int failedPages;

  /** How many describes confirmed the last page: the job was gone or recreated. */
  private int confirmed;

  /** The average number of jobs to check that a page covers. */
  private double jobsOfPage = JOBS_ON_A_PAGE;

  private Instant nextPageTime = Instant.MIN;

  /** No page is requested and no job is taken to describe before this time. */
  private Instant pausedUntil = Instant.MIN;

  AuditPlan(ListHealth health, Instant startTime) {
    this.health = health;
    this.passes = new AuditPasses(startTime);
  }

  /** When the next pass or second look is due; null during a pass. */
  @Nullable Instant nextPassTime() {
    return jobs.areAllDone() ? passes.next() : null;
  }

  /**
   * Begins a pass over these jobs, or a second look at some of them. If there are none, the plan
   * tries again in an hour.
   */
  void start(Collection<FinishedJob> finished, Instant now) {
    jobs = new AuditedJobs(passes.begin(finished, now));
    jobsOfPage = JOBS_ON_A_PAGE;
    nextPageTime = now;
    restartPages();
  }

  /**
   * Leaves a resource out of the pass: the resource was just reconciled, or is gone or suspended.
   */
  void skip(ResourceKey resource, Instant now) {
    jobs.skip(resource);
    endIfDone(now);
  }

  /** Records that the job of a resource will not be described. */
  void notDescribed(ResourceKey resource, Instant now) {
    jobs.notDescribed(resource);
    endIfDone(now);
  }

  @Override
  public @Nullable Instant nextPageTime(Load load, Instant now) {
    boolean wanted = !jobs.areAllDone() && !jobs.isAnyMissing();
    return wanted && !now.isBefore(describeUntil) ? later(nextPageTime, pausedUntil) : null;
  }

  @Override
  public ListCall begin(Load load, Instant now) {
    // Assumes that the next pages cover as many jobs as the last pages did.
    nextPageTime = now.plus(gap(jobsOfPage, SHORTEST_GAP, now));
    return pages.nextPage(now);
  }

  private Duration gap(double jobsOfCall, Duration shortest, Instant now) {
    return passes.gap(1 + Math.round(jobs.left() / Math.max(1, jobsOfCall)), shortest, now);
  }

  /**
   * When the next job is due to be described; null if no job is.
   *
   * @param listing false if lists are off or not usable
   */
  @Nullable Instant nextDescribeTime(boolean listing, Instant now) {
    if (jobs.areAllDone()) {
      return null;
    }
    if (jobs.isAnyMissing()) {
      // Each missing job that is really gone shows that the page was right, so one more job may be
      // described.
      int atOnce = Math.min(MOST_UNCONFIRMED + confirmed, MOST_CONFIRMED);
      return jobs.taken() < atOnce ? pausedUntil : null;
    }
    boolean each = !listing || now.isBefore(describeUntil);
    return each && jobs.taken() < MOST_TO_DESCRIBE ? later(nextPageTime, pausedUntil) : null;
  }

  /** Takes the next job to describe; empty if all remaining jobs were left out. */
  Optional<FinishedJob> takeToDescribe(Instant now) {
    boolean wasMissing = jobs.isAnyMissing();
    FinishedJob job = jobs.take();
    if (!wasMissing) {
      nextPageTime = now.plus(gap(1, SHORTEST_GAP_OF_DESCRIBES, now));
    } else if (!jobs.isAnyMissing()) {
      acceptPage();
    }
    skipPages();
    endIfDone(now);
    return Optional.ofNullable(job);
  }

  /**
   * Records the end of a describe. A describe of this audit shows whether pages and describes can
   * be trusted.
   */
  void described(String jobName, Observation observation, Instant now) {
    List<Taken> answered = jobs.described(jobName);
    if (answered.isEmpty()) {
      return;
    }
    if (observation instanceof Observation.AccountFailure) {
      answered.forEach(jobs::putBack);
      restartPages();
      pausedUntil = now.plus(AFTER_FAILURE);
      if (!(observation instanceof Observation.Throttled)) {
        describeUntil = Instant.MIN;
        failedPages = 0;
      }
    } else if (observation instanceof Observation.Found found) {
      refusedDescribes = 0;
      if (answered.stream().noneMatch(one -> isSame(one.job(), found))) {
        confirmed++;
      } else if (jobs.isAnyMissing()) {
        rejectPage(now);
      }
    } else if (observation instanceof Observation.Absent) {
      refusedDescribes = 0;
      confirmed++;
    } else {
      refusedDescribes++;
      if (refusedDescribes >= MOST_FAILURES) {
        // AWS does not confirm the missing jobs: continue with the other jobs.
        jobs.leaveMissing();
        skipPages();
        pausedUntil = now.plus(RETRY_LISTS_AFTER);
      }
    }
    endIfDone(now);
  }

  private static boolean isSame(FinishedJob job, Observation.Found found) {
    Instant created = found.description().creationTime();
    return created != null && created.getEpochSecond() == job.creationTime().getEpochSecond();
  }

  // takeToDescribe returns the missing jobs, so this method returns none.
  @Override
  public List<TrackedJob> answered(ListCall call, ListPage page, Load load, Instant now) {
    if (!pages.matchesRequest(page)) {
      rejectPage(now);
      return List.of();
    }
    boolean last = !pages.goOn(page);
    if (pages.isEndless()) {
      describeForAnHour(now);
      return List.of();
    }
    Instant oldest = last ? Instant.MIN : ListCursor.oldest(page);
    if (oldest != null) {
      int before = jobs.unreached();
      jobs.listed(page.jobs(), last ? oldest : oldest.plus(ListCursor.ROUNDING));
      jobsOfPage += WEIGHT_OF_LAST_PAGE * (before - jobs.unreached() - jobsOfPage);
      confirmed = 0;
      if (!jobs.isAnyMissing()) {
        acceptPage();
      }
      skipPages();
      endIfDone(now);
    }
    return List.of();
  }

  private void acceptPage() {
    health.auditPageArrived();
    failedPages = 0;
  }

  // A page that was wrong once may be right next time, so it is requested again.
  private void rejectPage(Instant now) {
    jobs.unlist();
    restartPages();
    pageFailed(now);
  }

  // The pass ends later by the pause.
  @Override
  public void failed(Observation failure, Instant now) {
    pageFailed(now);
  }

  private void pageFailed(Instant now) {
    nextPageTime = later(nextPageTime, now).plus(AFTER_FAILURE);
    failedPages++;
    if (failedPages >= MOST_FAILURES) {
      describeForAnHour(now);
    }
  }

  @Override
  public void tokenRefused(Observation failure, Instant now) {
    describeForAnHour(now);
  }

  private void describeForAnHour(Instant now) {
    health.auditWithoutLists();
    describeUntil = now.plus(RETRY_LISTS_AFTER);
    nextPageTime = now;
    restartPages();
  }

  private void restartPages() {
    pages = new ListCursor(Purpose.AUDIT);
    skipPages();
  }

  // Both the stored time and the time in the list may be rounded.
  private void skipPages() {
    Instant next = jobs.nextCreationTime();
    if (next != null) {
      pages.skipTo(next.plus(ListCursor.ROUNDING).plus(ListCursor.ROUNDING));
    }
  }

  private void endIfDone(Instant now) {
    if (jobs.areAllDone() && jobs.taken() == 0 && !jobs.skippedAndNotChecked().isEmpty()) {
      passes.ended(jobs.skippedAndNotChecked(), now);
      jobs = new AuditedJobs(List.of());
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
