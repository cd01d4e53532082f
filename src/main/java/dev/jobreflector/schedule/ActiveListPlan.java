package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListCall.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists active jobs at most every {@link SweepPace#shortestInterval()}, if that takes fewer
 * requests than describing each job. One request returns up to a hundred jobs. The pages of a sweep
 * are spread over the interval, so that describes find tokens between pages. Not thread-safe.
 */
final class ActiveListPlan implements ListPlan {

  /**
   * In the order of a job's life: a job that changes its state during a sweep is in a later list.
   */
  private static final List<String> ACTIVE_STATUSES = List.of("STARTING", "INPROGRESS", "STOPPING");

  private static final int MOST_PAGES = 10_000;

  /** After this many failed pages in a row, lists replace no polls until a page arrives. */
  private static final int MOST_FAILURES = 2;

  private final Duration freshness;
  private final UnfinishedJobs unfinished;
  private final ListHealth health;
  private final SweepPace pace;
  private final SweepPages expected = new SweepPages();

  /** The states that this sweep has not listed yet. */
  private final ArrayDeque<String> statuses = new ArrayDeque<>();

  private int pages;
  private int emptyPages;
  private int mostPages;
  private @Nullable String nextToken;
  private @Nullable Instant rangeEnd;
  private Instant startTime = Instant.MIN;
  private Instant lastPageTime = Instant.MIN;
  private int failuresSinceAPage;
  private @Nullable Instant listingSince;

  /**
   * Creates a plan without a sweep.
   *
   * @param freshness how soon a change should be shown; zero turns sweeps off
   */
  ActiveListPlan(Duration freshness, UnfinishedJobs unfinished, ListHealth health) {
    this.freshness = freshness;
    this.unfinished = unfinished;
    this.health = health;
    this.pace = new SweepPace(freshness);
  }

  /** Records when lists became worth their requests. */
  void advance(Load load, Instant now) {
    if (isUnderWay()) {
      return;
    }
    if (!isListing(load, now)) {
      listingSince = null;
    } else if (listingSince == null) {
      listingSince = now;
    }
  }

  @Override
  public @Nullable Instant nextPageTime(Load load, Instant now) {
    if (isUnderWay()) {
      return lastPageTime.plus(pageGap(load, now));
    }
    if (!isListing(load, now)) {
      return null;
    }
    if (!startTime.equals(Instant.MIN)) {
      return startTime.plus(pace.interval(pages(load, now), load, now));
    }
    return pace.areNewJobsFirst(load) && listingSince != null
        ? listingSince.plus(pace.interval(pages(load, now), load, now))
        : now;
  }

  @Override
  public ListCall begin(Load load, Instant now) {
    if (!isUnderWay()) {
      beginSweep(load, now);
    }
    lastPageTime = now;
    return new ListCall(
        Purpose.ACTIVE, new ListRequest(statuses.getFirst(), null, null, nextToken), now);
  }

  private void beginSweep(Load load, Instant now) {
    // Many new jobs take minutes to describe, so only a sweep finds changes of known jobs soon.
    mostPages = load.hasManyNewJobs() ? MOST_PAGES : mostPages(load);
    pages = 0;
    emptyPages = 0;
    startTime = now;
    nextToken = null;
    rangeEnd = null;
    statuses.addAll(statusesToList(load));
  }

  /** True if sweeps show the job as its last poll found it, unless the job changes. */
  boolean isCoveredBySweeps(TrackedJob job) {
    return job.shown() != null
        && ACTIVE_STATUSES.contains(job.shown().optimizationJobStatus())
        && job.isWritten()
        && !job.lastListing().isMissing()
        && !job.lastListing().isContradicting()
        && !unfinished.hasShortPeriod(job);
  }

  /**
   * How long a poll or list of such a job replaces the next poll. The time ends two sweeps after
   * the next sweep should have reached the job. Null if lists replace no polls.
   */
  @Nullable Duration replacesPollsFor(Load load, Instant now) {
    boolean lists = isUnderWay() || isListing(load, now);
    if (!lists || failuresSinceAPage >= MOST_FAILURES || health.isUnusable(now)) {
      return null;
    }
    int most = expected.toReachAll(mostPages(load), now);
    Duration twoMore = pace.shortestInterval().multipliedBy(2);
    Duration atFullRate = Duration.ofMillis(Math.round(2000 * most / load.rate()));
    return pace.interval(most, load, now)
        .plus(twoMore.compareTo(atFullRate) < 0 ? atFullRate : twoMore);
  }

  @Override
  public List<TrackedJob> answered(ListCall call, ListPage page, Load load, Instant now) {
    failuresSinceAPage = 0;
    health.pageArrived();
    pages++;
    emptyPages = page.jobs().isEmpty() && page.nextToken() != null ? emptyPages + 1 : 0;
    boolean lastOfList = page.nextToken() == null;
    boolean endless = isEndless(call, page);
    List<TrackedJob> missing =
        page.jobs().isEmpty() && !lastOfList ? List.of() : missing(call, page, lastOfList);
    if (load.changedJobs() > 0 || !missing.isEmpty()) {
      pace.changed(now);
    }
    nextToken = page.nextToken();
    if (lastOfList) {
      statuses.removeFirst();
      rangeEnd = null;
    }
    if (statuses.isEmpty()) {
      expected.counted(pages, now);
      pace.completed();
      health.completed();
    } else if (endless || pages >= MOST_PAGES) {
      health.distrust(now);
      giveUp();
    } else if (pages >= mostPages) {
      expected.exceeded(pages, now);
      statuses.clear();
      startTime = Instant.MIN;
    }
    return missing;
  }

  // Lists are in order of creation, newest first. A page that begins after the last page ended, and
  // ends no earlier, shows nothing new.
  private boolean isEndless(ListCall call, ListPage page) {
    Instant newest = page.jobs().isEmpty() ? null : page.jobs().get(0).creationTime();
    Instant oldest = ListCursor.oldest(page);
    boolean goesBack =
        newest != null
            && oldest != null
            && rangeEnd != null
            && newest.isAfter(rangeEnd.plus(ListCursor.ROUNDING))
            && !oldest.isBefore(rangeEnd);
    boolean repeats =
        page.nextToken() != null && page.nextToken().equals(call.request().nextToken());
    return goesBack || repeats || emptyPages > ListCursor.MOST_EMPTY_PAGES;
  }

  // The next sweep begins after the interval.
  @Override
  public void failed(Observation failure, Instant now) {
    startTime = now;
    failuresSinceAPage++;
    emptyPages = 0;
    statuses.clear();
    health.failed(failure, pages, now);
    if (health.isUnusable(now)) {
      giveUp();
    }
  }

  /** Ends the sweep. */
  void giveUp() {
    statuses.clear();
    emptyPages = 0;
    listingSince = null;
  }

  private boolean isUnderWay() {
    return !statuses.isEmpty();
  }

  private boolean isListing(Load load, Instant now) {
    if (freshness.isZero() || health.isUnusable(now)) {
      return false;
    }
    return load.hasManyNewJobs() || (!unfinished.isEmpty() && describes(load) > pages(load, now));
  }

  // A job that left its state is missing from the list of that state, so other lists are not
  // needed. If AWS has not found a job yet, its state is unknown: all states are listed.
  private List<String> statusesToList(Load load) {
    List<String> seen = ACTIVE_STATUSES.stream().filter(unfinished::isAnyIn).toList();
    boolean awaits = unfinished.isAnyNotFound() && !load.hasManyNewJobs();
    return seen.isEmpty() || awaits ? ACTIVE_STATUSES : seen;
  }

  private int pages(Load load, Instant now) {
    return expected.pages(statusesToList(load).size(), now);
  }

  private int mostPages(Load load) {
    return (int) Math.ceil(describes(load)) + 1;
  }

  // Pages of the first sweep, and pages while many new jobs wait, are urgent: they are not spread.
  private Duration pageGap(Load load, Instant now) {
    return pace.isSpread(load)
        ? pace.interval(pages(load, now), load, now)
            .dividedBy(expected.toReachAll(mostPages(load), now) + 1L)
        : Duration.ZERO;
  }

  /** The number of describes that sweeps save in the shortest interval. */
  private double describes(Load load) {
    Duration interval = pace.shortestInterval();
    double describes = unfinished.describesIn(interval);
    // If the budget can describe all short-period jobs at their periods, lists save none of those
    // describes.
    if (unfinished.shortPeriodDescribesIn(Duration.ofSeconds(1)) <= load.rate()) {
      describes -= unfinished.shortPeriodDescribesIn(interval);
    }
    return load.hasManyNewJobs() ? describes + load.newJobs() : describes;
  }

  /** The jobs in the range that this page closes that no page of the sweep has shown. */
  private List<TrackedJob> missing(ListCall call, ListPage page, boolean lastOfList) {
    Instant oldestShown = ListCursor.oldest(page);
    Instant after =
        lastOfList || oldestShown == null ? null : oldestShown.plus(ListCursor.ROUNDING);
    Instant until = rangeEnd == null ? null : rangeEnd.plus(ListCursor.ROUNDING);
    rangeEnd = oldestShown == null ? rangeEnd : oldestShown;
    List<TrackedJob> missing = new ArrayList<>();
    for (TrackedJob job : unfinished.createdWithin(after, until)) {
      if (isExpected(job, call) && !job.lastListing().isShownSince(startTime)) {
        missing.add(job);
      }
    }
    return missing;
  }

  private boolean isExpected(TrackedJob job, ListCall call) {
    var shown = job.expected();
    Instant polled = job.lastPollTime();
    return shown != null
        && !job.isInFlight()
        && (polled == null || polled.isBefore(startTime))
        && shown.optimizationJobStatus().equals(call.request().statusEquals());
  }
}
