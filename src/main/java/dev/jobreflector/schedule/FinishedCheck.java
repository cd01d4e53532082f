package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.ListCall.Pass;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Once a day, and slowly, a pass over the account's jobs for the finished ones: one that is gone,
 * or has another creation time, is to be described. Where no tracked job was created for long,
 * nothing is listed, so that a pass takes no more pages than there are tracked jobs. Without lists
 * each job is described, and where there are many, a pass takes longer. Not thread-safe.
 */
final class FinishedCheck {

  private static final Duration FIRST_AFTER = Duration.ofHours(1);
  private static final Duration EACH = Duration.ofDays(1);

  /** A pass takes no longer, unless it needs a page oftener than {@link #SHORTEST_GAP}. */
  private static final Duration WITHIN = Duration.ofHours(20);

  private static final Duration LONGEST_GAP = Duration.ofSeconds(70);
  private static final Duration SHORTEST_GAP = Duration.ofSeconds(5);

  /** A tenth of the calls, at one a second, for a pass that describes each job. */
  private static final Duration SHORTEST_GAP_OF_DESCRIBES = Duration.ofSeconds(10);

  /** So long that a rate which was halved for a throttled page is the full one again. */
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

  private static final int MOST_FAILURES = 3;

  /** Else jobs would pile up where the account does not answer. */
  private static final int MOST_TO_DESCRIBE = 10;

  /** So long jobs are described where pages do not come, and none where they may not be. */
  private static final Duration UNTIL_NEXT_TRY = Duration.ofHours(1);

  private static final int JOBS_ON_A_PAGE = 100;

  /** What the last page counts among those before: tracked jobs may be much sparser with age. */
  private static final double WEIGHT_OF_LAST_PAGE = 0.1;

  private static final int MOST_PAGES = 1_000_000;

  /** Creation times in lists and descriptions may be rounded apart. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  private NewestFirst pages = new NewestFirst(Pass.CHECK);

  /** Newest first. */
  private PackedFinishedJobs jobs = PackedFinishedJobs.none();

  private BitSet seen = new BitSet();

  /** By their numbers, the resources that were decided on since the pass began, or are gone. */
  private BitSet forgotten = new BitSet();

  /** The first job that no page has come to. */
  private int next;

  /** Jobs to be described, where no page could tell of them. */
  private final Set<String> toDescribe = new HashSet<>();

  private int refusedDescribes;
  private Instant describeUntil = Instant.MIN;
  private int failedPages;

  private boolean inFlight;
  private int asked;

  /** How many of the jobs a page comes to. */
  private double jobsOfPage;

  private Instant passTime;
  private Instant passEnd = Instant.MIN;
  private Instant nextPageTime;

  FinishedCheck(Instant startTime) {
    this.passTime = startTime.plus(FIRST_AFTER);
    this.nextPageTime = passTime;
  }

  /** True where a pass is to begin. */
  boolean isDue(Instant now) {
    return !isUnderWay() && !now.isBefore(passTime);
  }

  /** When a pass is to begin; null while one is under way. */
  @Nullable Instant nextPassTime() {
    return isUnderWay() ? null : passTime;
  }

  private boolean isUnderWay() {
    return !jobs.isEmpty();
  }

  /** Begins a pass for these jobs; without any it looks again in an hour. */
  void start(Collection<FinishedJob> finished, Instant now) {
    if (finished.isEmpty()) {
      passTime = now.plus(FIRST_AFTER);
      return;
    }
    jobs = new PackedFinishedJobs(finished);
    seen = new BitSet(jobs.size());
    forgotten = new BitSet(jobs.size());
    next = 0;
    pages = new NewestFirst(Pass.CHECK);
    asked = 0;
    jobsOfPage = JOBS_ON_A_PAGE;
    passTime = now.plus(EACH);
    passEnd = now.plus(WITHIN);
    nextPageTime = now;
    skipToNext();
  }

  /** Leaves a resource out of the pass: it has just been decided on, or is gone or suspended. */
  void forget(ResourceKey resource) {
    int number = jobs.number(resource);
    if (number >= 0) {
      forgotten.set(number);
    }
  }

  /** True while jobs are described since pages do not come. */
  boolean isDescribing(Instant now) {
    return now.isBefore(describeUntil);
  }

  /** When the next page is to be asked for; null where none is, or one is under way. */
  @Nullable Instant nextPageTime() {
    return isUnderWay() && !inFlight ? nextPageTime : null;
  }

  ListCall begin(Instant now) {
    inFlight = true;
    asked++;
    // As if the pages to come bring as many of the jobs each as the last ones did.
    nextPageTime = now.plus(gap(now, jobsOfPage, SHORTEST_GAP));
    return pages.nextPage(now);
  }

  private Duration gap(Instant now, double jobsOfCall, Duration shortest) {
    int jobsLeft = jobs.size() - next;
    long callsLeft = 1 + Math.round(jobsLeft / Math.max(1, jobsOfCall));
    Duration apart = Duration.between(now, passEnd).dividedBy(callsLeft);
    Duration shorter = apart.compareTo(LONGEST_GAP) < 0 ? apart : LONGEST_GAP;
    return shorter.compareTo(shortest) < 0 ? shortest : shorter;
  }

  /**
   * Takes the next job, to be described since no list can tell of it, when a page would be due;
   * none where pages have shown the rest.
   */
  Optional<FinishedJob> takeToDescribe(Instant now) {
    while (next < jobs.size() && !isMissing(next)) {
      next++;
    }
    Optional<FinishedJob> job =
        next < jobs.size() ? Optional.of(jobs.get(next++)) : Optional.empty();
    job.ifPresent(one -> toDescribe.add(one.jobName()));
    if (next < jobs.size()) {
      nextPageTime = now.plus(gap(now, 1, SHORTEST_GAP_OF_DESCRIBES));
      skipToNext();
    } else {
      end();
    }
    return job;
  }

  /** When the next job is to be taken so; null where none is. */
  @Nullable Instant nextDescribeTime() {
    return toDescribe.size() < MOST_TO_DESCRIBE ? nextPageTime() : null;
  }

  /** A describe ended so; where it is one of the check's it tells how the others would end. */
  void described(String jobName, Observation observation, Instant now) {
    if (!toDescribe.remove(jobName)) {
      return;
    }
    if (observation instanceof Observation.AccountFailure) {
      describeUntil = Instant.MIN;
      failedPages = 0;
      nextPageTime = now.plus(AFTER_FAILURE);
    } else if (observation instanceof Observation.Found
        || observation instanceof Observation.Absent) {
      refusedDescribes = 0;
    } else {
      refusedDescribes++;
      if (refusedDescribes >= MOST_FAILURES) {
        nextPageTime = now.plus(UNTIL_NEXT_TRY);
      }
    }
  }

  /** A job is no longer to be described. */
  void dropped(String jobName) {
    toDescribe.remove(jobName);
  }

  /** Ends a page; returns the jobs to describe. */
  List<FinishedJob> answered(ListPage page, Instant now) {
    inFlight = false;
    failedPages = 0;
    int before = next;
    page.jobs().forEach(this::see);
    boolean more = pages.goOn(page) && asked < MOST_PAGES;
    if (pages.isEndless()) {
      describeForNow(now);
      return List.of();
    }
    Instant oldest = NewestFirst.oldest(page);
    List<FinishedJob> gone =
        !more
            ? conclude(Instant.MIN)
            : oldest == null ? List.of() : conclude(oldest.plus(ROUNDING));
    jobsOfPage += WEIGHT_OF_LAST_PAGE * (next - before - jobsOfPage);
    if (next == jobs.size()) {
      end();
    } else {
      skipToNext();
    }
    return gone;
  }

  // For a rounding up of its time here, and one there.
  private void skipToNext() {
    pages.skipTo(jobs.get(next).creationTime().plus(ROUNDING).plus(ROUNDING));
  }

  /** Ends a page that AWS did not answer; the pass goes on, and not sooner for what it lost. */
  void failed(Instant now) {
    inFlight = false;
    nextPageTime = nextPageTime.plus(AFTER_FAILURE);
    failedPages++;
    if (failedPages >= MOST_FAILURES) {
      describeForNow(now);
    }
  }

  /** Ends a page whose token AWS does not take. */
  void tokenRefused(Instant now) {
    inFlight = false;
    describeForNow(now);
  }

  private void describeForNow(Instant now) {
    describeUntil = now.plus(UNTIL_NEXT_TRY);
    pages = new NewestFirst(Pass.CHECK);
    skipToNext();
  }

  /** Ends a page since AWS refuses lists. */
  void refused() {
    inFlight = false;
  }

  private void end() {
    jobs = PackedFinishedJobs.none();
  }

  // SageMaker gives no id: a name made again has another creation time, by whole seconds, and so
  // its first job is found gone.
  private void see(ListedJob listed) {
    long second = listed.creationTime().getEpochSecond();
    for (int i = firstOf(second); i < jobs.size(); i++) {
      FinishedJob job = jobs.get(i);
      if (job.creationTime().getEpochSecond() != second) {
        return;
      }
      if (job.jobName().equals(listed.name())) {
        seen.set(i);
      }
    }
  }

  /** The first job that was not created later than in this second. */
  private int firstOf(long second) {
    int low = next;
    int high = jobs.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (jobs.get(middle).creationTime().getEpochSecond() > second) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Comes to those created after this time; returns the ones that no page has shown. */
  private List<FinishedJob> conclude(Instant after) {
    List<FinishedJob> gone = new ArrayList<>();
    for (; next < jobs.size() && jobs.get(next).creationTime().isAfter(after); next++) {
      if (isMissing(next)) {
        gone.add(jobs.get(next));
      }
    }
    return gone;
  }

  private boolean isMissing(int index) {
    return !seen.get(index) && !forgotten.get(jobs.number(jobs.get(index).resource()));
  }
}
