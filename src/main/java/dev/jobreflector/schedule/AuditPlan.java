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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Once a day, and slowly, a pass over the account's jobs for the finished ones: one that is missing
 * from the pages, or has another creation time, is described. A page that a describe contradicts is
 * not believed any further. Where no tracked job was created for long, nothing is listed, so that a
 * pass takes no more pages than there are tracked jobs. Without lists each job is described, and if
 * there are many, a pass takes longer. Not thread-safe.
 */
final class AuditPlan implements ListPlan {

  private static final Duration SHORTEST_GAP = Duration.ofSeconds(5);

  /** A tenth of the calls, at one a second, for a pass that describes each job. */
  private static final Duration SHORTEST_GAP_OF_DESCRIBES = Duration.ofSeconds(10);

  /** So long that a rate which was halved for a throttled page is the full one again. */
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

  private static final int MOST_FAILURES = 3;

  /** Else jobs would pile up if the account does not answer. */
  private static final int MOST_TO_DESCRIBE = 10;

  /** A page that leaves jobs out wrongly costs no more describes. */
  private static final int MOST_UNCONFIRMED = 5;

  /** Else jobs would pile up if the account has no time for them. */
  private static final int MOST_CONFIRMED = 500;

  /** So long jobs are described if pages do not come, and none if they may not be. */
  private static final Duration UNTIL_NEXT_TRY = Duration.ofHours(1);

  private static final int JOBS_ON_A_PAGE = 100;

  /** What the last page counts among those before: tracked jobs may be much sparser with age. */
  private static final double WEIGHT_OF_LAST_PAGE = 0.1;

  /** Creation times in lists and descriptions may be rounded apart. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  private final AuditTimes times;
  private ListCursor pages = new ListCursor(Purpose.AUDIT);
  private AuditedJobs jobs = new AuditedJobs(List.of());

  /** The resources whose jobs the last pass left out, for a second look. */
  private Set<ResourceKey> secondLook = Set.of();

  private int refusedDescribes;
  private Instant describeUntil = Instant.MIN;
  private int failedPages;
  private boolean pagesBelieved;

  /** How many of the jobs that are missing from the last page were found gone. */
  private int confirmed;

  /** How many of the jobs a page comes to. */
  private double jobsOfPage = JOBS_ON_A_PAGE;

  private Instant nextPageTime = Instant.MIN;

  /** No job is described before. */
  private Instant pausedUntil = Instant.MIN;

  AuditPlan(Instant startTime) {
    this.times = new AuditTimes(startTime);
  }

  /** True if a pass is to begin. */
  boolean isDue(Instant now) {
    return jobs.areAllDone() && !now.isBefore(times.next());
  }

  /** When a pass is to begin; null while one is under way. */
  @Nullable Instant nextPassTime() {
    return jobs.areAllDone() ? times.next() : null;
  }

  /** Begins a pass for these jobs; without any it looks again in an hour. */
  void start(Collection<FinishedJob> finished, Instant now) {
    Collection<FinishedJob> toCheck = finished;
    if (times.isSecondLookNext()) {
      toCheck = finished.stream().filter(job -> secondLook.contains(job.resource())).toList();
      times.beginSecondLook();
    } else if (finished.isEmpty()) {
      times.nothingToCheck(now);
    } else {
      times.begin(finished.size(), now);
    }
    secondLook = Set.of();
    jobs = new AuditedJobs(toCheck);
    jobsOfPage = JOBS_ON_A_PAGE;
    nextPageTime = now;
    restartPages();
  }

  /** Leaves a resource out of the pass: it has just been decided on, or is gone or suspended. */
  void forget(ResourceKey resource, Instant now) {
    jobs.decided(resource);
    notDescribed(resource, now);
  }

  /** The job of a resource is not described after all. */
  void notDescribed(ResourceKey resource, Instant now) {
    jobs.notDescribed(resource);
    endIfDone(now);
  }

  /** True while jobs are described since pages do not come, or cannot be right. */
  boolean isDescribing(Instant now) {
    return now.isBefore(describeUntil);
  }

  /** True if the last page came and no describe contradicts it. */
  boolean arePagesBelieved() {
    return pagesBelieved;
  }

  @Override
  public @Nullable Instant nextPageTime(Load load, Instant now) {
    boolean wanted = !jobs.areAllDone() && !jobs.isAnyMissing() && !isDescribing(now);
    return wanted ? later(nextPageTime, pausedUntil) : null;
  }

  @Override
  public ListCall begin(Load load, Instant now) {
    // As if the pages to come bring as many of the jobs each as the last ones did.
    nextPageTime = now.plus(gap(jobsOfPage, SHORTEST_GAP, now));
    return pages.nextPage(now);
  }

  private Duration gap(double jobsOfCall, Duration shortest, Instant now) {
    return times.gap(1 + Math.round(jobs.left() / Math.max(1, jobsOfCall)), shortest, now);
  }

  /**
   * When the next job is to be taken to be described; null if none is.
   *
   * @param listing false if there are no lists now
   */
  @Nullable Instant nextDescribeTime(boolean listing, Instant now) {
    if (jobs.areAllDone()) {
      return null;
    }
    if (jobs.isAnyMissing()) {
      // With each job that is gone the page has earned that another one is believed to be.
      int atOnce = Math.min(MOST_UNCONFIRMED + confirmed, MOST_CONFIRMED);
      return jobs.taken() < atOnce ? pausedUntil : null;
    }
    boolean each = !listing || isDescribing(now);
    return each && jobs.taken() < MOST_TO_DESCRIBE ? later(nextPageTime, pausedUntil) : null;
  }

  /** Takes the next job to be described; none if those that are left were decided on. */
  Optional<FinishedJob> takeToDescribe(Instant now) {
    boolean wasMissing = jobs.isAnyMissing();
    FinishedJob job = jobs.take();
    if (!wasMissing) {
      nextPageTime = now.plus(gap(1, SHORTEST_GAP_OF_DESCRIBES, now));
    } else if (!jobs.isAnyMissing()) {
      believePages();
    }
    skipPages();
    endIfDone(now);
    return Optional.ofNullable(job);
  }

  /** A describe ended so; one of the check's tells whether pages and describes are of use. */
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
        doubtPages(now);
      }
    } else if (observation instanceof Observation.Absent) {
      refusedDescribes = 0;
      confirmed++;
    } else {
      refusedDescribes++;
      if (refusedDescribes >= MOST_FAILURES) {
        // Nothing tells of those that are missing; others are to be checked, too.
        jobs.leaveMissing();
        skipPages();
        pausedUntil = now.plus(UNTIL_NEXT_TRY);
      }
    }
    endIfDone(now);
  }

  private static boolean isSame(FinishedJob job, Observation.Found found) {
    Instant created = found.description().creationTime();
    return created != null && created.getEpochSecond() == job.creationTime().getEpochSecond();
  }

  // The jobs that a page leaves out are to be described.
  @Override
  public List<TrackedJob> answered(ListCall call, ListPage page, Load load, Instant now) {
    read(page, now);
    return List.of();
  }

  private void read(ListPage page, Instant now) {
    page.jobs().forEach(jobs::see);
    if (!pages.isAsAsked(page)) {
      doubtPages(now);
      return;
    }
    int before = jobs.reached();
    boolean last = !pages.goOn(page);
    if (pages.isEndless()) {
      describeForNow(now);
      return;
    }
    Instant oldest = last ? Instant.MIN : ListCursor.oldest(page);
    if (oldest != null) {
      jobs.listedBackTo(oldest.plus(ROUNDING));
      confirmed = 0;
      if (!jobs.isAnyMissing()) {
        believePages();
      }
    }
    jobsOfPage += WEIGHT_OF_LAST_PAGE * (jobs.reached() - before - jobsOfPage);
    skipPages();
    endIfDone(now);
  }

  private void believePages() {
    pagesBelieved = true;
    failedPages = 0;
  }

  // A page that was wrong for once is right the next time.
  private void doubtPages(Instant now) {
    jobs.unlist();
    restartPages();
    pageFailed(now);
  }

  // The pass goes on, and not sooner for what it lost.
  @Override
  public void failed(Observation failure, Instant now) {
    pageFailed(now);
  }

  private void pageFailed(Instant now) {
    nextPageTime = later(nextPageTime, now).plus(AFTER_FAILURE);
    failedPages++;
    if (failedPages >= MOST_FAILURES) {
      describeForNow(now);
    }
  }

  @Override
  public void tokenRefused(Observation failure, Instant now) {
    describeForNow(now);
  }

  private void describeForNow(Instant now) {
    pagesBelieved = false;
    describeUntil = now.plus(UNTIL_NEXT_TRY);
    nextPageTime = now;
    restartPages();
  }

  @Override
  public void denied(Instant now) {
    // Jobs are described until lists are usable again.
  }

  private void restartPages() {
    pages = new ListCursor(Purpose.AUDIT);
    skipPages();
  }

  // For a rounding up of its time here, and one there.
  private void skipPages() {
    if (!jobs.areAllDone()) {
      pages.skipTo(jobs.nextCreationTime().plus(ROUNDING).plus(ROUNDING));
    }
  }

  private void endIfDone(Instant now) {
    if (!jobs.isEmpty() && jobs.areAllDone() && jobs.taken() == 0) {
      secondLook = jobs.decidedAndNotChecked();
      if (!secondLook.isEmpty()) {
        times.secondLook(now);
      }
      jobs = new AuditedJobs(List.of());
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
