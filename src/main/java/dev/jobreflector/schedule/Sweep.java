package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListCall.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the unfinished jobs by lists, a hundred for one call, where this is cheaper than to
 * describe each, and no oftener than the freshness wanted needs. Pages are spread over the time of
 * a sweep, so that describes find tokens between them. Not thread-safe.
 */
final class Sweep {

  /** The order in which jobs go through them: one that moves on meanwhile shows in a later list. */
  private static final List<String> ACTIVE_STATUSES = List.of("STARTING", "INPROGRESS", "STOPPING");

  /** Of the freshness wanted: the rest is for the describe and the write that follow. */
  private static final double SWEEP_SHARE = 0.75;

  /** Where nothing changed for so long, half of the budget is left to others. */
  private static final Duration QUIET_AFTER = Duration.ofMinutes(1);

  private static final double LONGEST_QUIET_INTERVAL = 1.4;

  private static final int MOST_PAGES = 10_000;

  /** After so many failed pages in a row, lists cover no job until a page comes. */
  private static final int MOST_FAILURES = 2;

  /** Creation times in lists and descriptions may be rounded apart. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  private final Duration freshness;
  private final Duration shortestInterval;
  private final UnfinishedJobs unfinished;
  private final ListTrust trust;
  private final SweepCosts costs = new SweepCosts(() -> statusesToList().size());

  /** Of the lists yet to make; empty for a list of all jobs. */
  private final ArrayDeque<Optional<String>> statuses = new ArrayDeque<>();

  private SweepWay way = SweepWay.DESCRIBE_EACH;
  private boolean underWay;
  private boolean inFlight;
  private int number;
  private int pages;
  private int emptyPages;
  private int limit;
  private @Nullable Instant createdAfter;
  private @Nullable String nextToken;
  private @Nullable Instant rangeEnd;
  private Instant startTime = Instant.MIN;
  private Instant lastPageTime = Instant.MIN;
  private Instant lastChangeTime = Instant.MIN;
  private boolean everCompleted;
  private int failuresSinceAPage;
  private @Nullable Instant listingSince;

  /**
   * No sweep yet.
   *
   * @param freshness how soon a change is to be shown; zero: no sweeps
   */
  Sweep(Duration freshness, UnfinishedJobs unfinished, ListTrust trust) {
    this.freshness = freshness;
    this.shortestInterval = shortestInterval(freshness);
    this.unfinished = unfinished;
    this.trust = trust;
  }

  /** From one sweep to the next, at the least. */
  static Duration shortestInterval(Duration freshness) {
    return Duration.ofMillis(Math.round(freshness.toMillis() * SWEEP_SHARE));
  }

  /** When the next page is to be asked for; null where none is, or one is under way. */
  @Nullable Instant nextPageTime(Load load, Instant now) {
    if (inFlight || freshness.isZero() || trust.isUnusable(now)) {
      return null;
    }
    if (underWay) {
      return lastPageTime.plus(pageGap(load, now));
    }
    SweepWay chosen = choose(load, now);
    if (chosen == SweepWay.DESCRIBE_EACH) {
      listingSince = null;
      return null;
    }
    if (listingSince == null) {
      listingSince = now;
    }
    if (!startTime.equals(Instant.MIN)) {
      return startTime.plus(interval(chosen, load, now));
    }
    return areNewJobsFirst(load) ? listingSince.plus(interval(chosen, load, now)) : now;
  }

  // Before the first sweep ends all of them are, so that its pages do not delay the last ones.
  private boolean areNewJobsFirst(Load load) {
    boolean waiting = everCompleted ? load.hasNewJobs() : load.newJobs() > 0;
    return waiting && !load.hasManyNewJobs();
  }

  /** Begins the next page. */
  ListCall begin(Load load, Instant now) {
    if (!underWay) {
      beginSweep(load, now);
    }
    inFlight = true;
    lastPageTime = now;
    return new ListCall(
        Pass.SWEEP, statuses.getFirst().orElse(null), createdAfter, null, nextToken, now);
  }

  /** True for a job that sweeps show as it is known, unless it changes. */
  boolean isListed(TrackedJob job) {
    return job.shown() != null
        && !job.shown().isFinal()
        && (way != SweepWay.LIST_ACTIVE
            || ACTIVE_STATUSES.contains(job.shown().optimizationJobStatus()))
        && job.isWritten()
        && !job.sighting().isMissing()
        && !job.sighting().isContradicting()
        && !unfinished.isHasty(job);
  }

  /**
   * How long a look at such a job, by a poll or a list, replaces its next poll: until the next
   * sweep should have come to it, and the time of two more. Null where there are no sweeps.
   */
  @Nullable Duration coverage(Load load, Instant now) {
    if (freshness.isZero() || trust.isUnusable(now) || failuresSinceAPage >= MOST_FAILURES) {
      return null;
    }
    SweepWay present = underWay ? way : choose(load, now);
    if (present == SweepWay.DESCRIBE_EACH) {
      return null;
    }
    int expected = costs.pagesToCover(present, describes(load), now);
    Duration twoMore = shortestInterval.multipliedBy(2);
    Duration atFullRate = Duration.ofMillis(Math.round(2000 * expected / load.rate()));
    return interval(expected, load, now)
        .plus(twoMore.compareTo(atFullRate) < 0 ? atFullRate : twoMore);
  }

  /** The number of the sweep under way, for the jobs that it shows. */
  int number() {
    return number;
  }

  /**
   * Ends a page.
   *
   * @return the jobs that it should have shown and does not
   */
  List<TrackedJob> answered(ListCall call, ListPage page, Load load, Instant now) {
    inFlight = false;
    failuresSinceAPage = 0;
    trust.pageCame();
    pages++;
    emptyPages = page.jobs().isEmpty() && page.nextToken() != null ? emptyPages + 1 : 0;
    boolean lastOfList = page.nextToken() == null;
    boolean endless = isEndless(call, page);
    List<TrackedJob> leftOut =
        page.jobs().isEmpty() && !lastOfList ? List.of() : leftOut(call, page, lastOfList);
    if (load.changedJobs() > 0 || !leftOut.isEmpty()) {
      lastChangeTime = now;
    }
    nextToken = page.nextToken();
    if (lastOfList) {
      statuses.removeFirst();
      rangeEnd = null;
    }
    if (statuses.isEmpty()) {
      costs.counted(way, pages, now);
      everCompleted = true;
      trust.completed();
      underWay = false;
    } else if (endless || pages >= MOST_PAGES) {
      trust.distrust(now);
      giveUp();
    } else if (pages >= limit) {
      costs.outgrown(way, pages, now);
      underWay = false;
      startTime = Instant.MIN;
    }
    return leftOut;
  }

  // Lists are in order of creation: a page that begins before the last one ended, and reaches no
  // further, shows what was shown.
  private boolean isEndless(ListCall call, ListPage page) {
    Instant newest = page.jobs().isEmpty() ? null : page.jobs().get(0).creationTime();
    Instant oldest = NewestFirst.oldest(page);
    boolean goesBack =
        newest != null
            && oldest != null
            && rangeEnd != null
            && newest.isAfter(rangeEnd.plus(ROUNDING))
            && !oldest.isBefore(rangeEnd);
    boolean repeats = page.nextToken() != null && page.nextToken().equals(call.nextToken());
    return goesBack || repeats || emptyPages > NewestFirst.MOST_EMPTY_PAGES;
  }

  /** Ends a page that brought nothing for now; another sweep begins in its time. */
  void failed(Observation failure, Instant now) {
    inFlight = false;
    underWay = false;
    startTime = now;
    failuresSinceAPage++;
    emptyPages = 0;
    trust.failed(failure, pages, now);
    if (trust.isUnusable(now)) {
      giveUp();
    }
  }

  /** Ends a page that AWS refuses: there are no lists for an hour. */
  void refused(Instant now) {
    inFlight = false;
    trust.refused(now);
    giveUp();
  }

  private void giveUp() {
    underWay = false;
    emptyPages = 0;
    listingSince = null;
  }

  private void beginSweep(Load load, Instant now) {
    way = choose(load, now);
    // For a bulk there is no other way to change to.
    limit = load.hasManyNewJobs() ? MOST_PAGES : costs.limit(way, describes(load), now);
    underWay = true;
    number++;
    pages = 0;
    startTime = now;
    nextToken = null;
    rangeEnd = null;
    statuses.clear();
    createdAfter = null;
    Instant oldest = unfinished.oldestCreationTime();
    if (way == SweepWay.LIST_RECENT && oldest != null) {
      createdAfter = oldest.minus(ROUNDING);
      statuses.add(Optional.empty());
    } else {
      statusesToList().forEach(status -> statuses.add(Optional.of(status)));
    }
  }

  // A job that left the state it was seen in is missing from that list: the others tell no more,
  // but where a job is looked for that was not seen yet.
  private List<String> statusesToList() {
    List<String> seen = ACTIVE_STATUSES.stream().filter(unfinished::isAnyIn).toList();
    return seen.isEmpty() || unfinished.isAnyUnseen() ? ACTIVE_STATUSES : seen;
  }

  // Pages that nobody waits for are spread; the first sweep, and one that orders a bulk, is not. By
  // the few pages that are hoped for, to try a way would take as long as several sweeps.
  private Duration pageGap(Load load, Instant now) {
    int expected =
        costs.isKnown(way, now)
            ? costs.pages(way, now)
            : Math.min(limit, SweepCosts.FIRST_TRY_PAGES);
    return everCompleted && !load.hasManyNewJobs()
        ? Duration.ofNanos(interval(way, load, now).toNanos() / (expected + 1L))
        : Duration.ZERO;
  }

  private SweepWay choose(Load load, Instant now) {
    if (load.hasManyNewJobs()) {
      return SweepWay.LIST_ACTIVE;
    }
    return unfinished.isEmpty() ? SweepWay.DESCRIBE_EACH : costs.cheapest(describes(load), now);
  }

  private double describes(Load load) {
    double describes = unfinished.describesIn(shortestInterval);
    if (!areHastyTooMany(load.rate())) {
      describes -= unfinished.hastyDescribesIn(shortestInterval);
    }
    return load.hasManyNewJobs() ? describes + load.newJobs() : describes;
  }

  // Where the budget allows it they are described at their period, and lists save nothing.
  private boolean areHastyTooMany(double rate) {
    return unfinished.hastyDescribesIn(Duration.ofSeconds(1)) > rate;
  }

  /** From the start of one sweep to that of the next. */
  private Duration interval(SweepWay sweepWay, Load load, Instant now) {
    return interval(costs.pages(sweepWay, now), load, now);
  }

  private Duration interval(int expected, Load load, Instant now) {
    double atFullRate = expected / load.rate();
    double wanted = millis(shortestInterval);
    double seconds;
    if (load.hasManyNewJobs()) {
      seconds = Math.max(wanted, atFullRate / 0.1);
    } else if (areNewJobsFirst(load)) {
      seconds = Math.max(millis(freshness) * 10, atFullRate / 0.05);
    } else if (load.hasChangedJobs()) {
      seconds = Math.max(millis(freshness) * 1.2, atFullRate / 0.8);
    } else {
      seconds = Math.max(wanted, atFullRate / 0.9);
      if (lastChangeTime.isBefore(now.minus(QUIET_AFTER))) {
        double longest = millis(freshness) * LONGEST_QUIET_INTERVAL;
        // A little less than half: to try the other way takes some pages, too.
        seconds = Math.max(seconds, Math.min(longest, atFullRate / 0.48));
      }
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static double millis(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** The jobs of the range that this page closes which no page of the sweep has shown. */
  private List<TrackedJob> leftOut(ListCall call, ListPage page, boolean lastOfList) {
    Instant oldestShown =
        page.jobs().isEmpty() ? null : page.jobs().get(page.jobs().size() - 1).creationTime();
    Instant after =
        lastOfList || oldestShown == null ? call.creationTimeAfter() : oldestShown.plus(ROUNDING);
    Instant until = rangeEnd == null ? null : rangeEnd.plus(ROUNDING);
    rangeEnd = oldestShown == null ? rangeEnd : oldestShown;
    List<TrackedJob> leftOut = new ArrayList<>();
    for (TrackedJob job : unfinished.createdWithin(after, until)) {
      if (isExpected(job, call) && !job.sighting().isSeenIn(number)) {
        leftOut.add(job);
      }
    }
    return leftOut;
  }

  private boolean isExpected(TrackedJob job, ListCall call) {
    var shown = job.expected();
    Instant polled = job.lastPollTime();
    return shown != null
        && !job.isInFlight()
        && (polled == null || polled.isBefore(startTime))
        && (call.statusEquals() == null
            || call.statusEquals().equals(shown.optimizationJobStatus()));
  }
}
