package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListCall.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lists of one account and region: which page is wanted next, and what an end of it means. */
final class ListPasses {

  final ListTrust trust = new ListTrust();
  final Sweep sweep;
  final OrderPass order = new OrderPass();
  final FinishedCheck check;
  private final boolean off;

  /**
   * No lists yet.
   *
   * @param freshness how soon a change is to be shown; zero: no lists at all
   */
  ListPasses(Duration freshness, UnfinishedJobs unfinished, Instant startTime) {
    this.off = freshness.isZero();
    this.sweep = new Sweep(freshness, unfinished, trust);
    this.check = new FinishedCheck(startTime);
  }

  /** The pass whose page is due; null where none is. */
  @Nullable Pass due(Load load, Instant now) {
    for (Map.Entry<Pass, Instant> next : nextPageTimes(load, now).entrySet()) {
      if (!next.getValue().isAfter(now)) {
        return next.getKey();
      }
    }
    return null;
  }

  /** When the next page is due; null where none is wanted. */
  @Nullable Instant nextPageTime(Load load, Instant now) {
    return nextPageTimes(load, now).values().stream().min(Instant::compareTo).orElse(null);
  }

  private Map<Pass, Instant> nextPageTimes(Load load, Instant now) {
    Map<Pass, Instant> times = new EnumMap<>(Pass.class);
    if (isListing(now)) {
      put(times, Pass.SWEEP, sweep.nextPageTime(load, now));
      put(times, Pass.ORDER, order.nextPageTime(load, now));
      put(times, Pass.CHECK, check.isDescribing(now) ? null : check.nextPageTime());
    }
    return times;
  }

  private static void put(Map<Pass, Instant> times, Pass pass, @Nullable Instant time) {
    if (time != null) {
      times.put(pass, time);
    }
  }

  ListCall begin(Pass pass, Load load, Instant now) {
    return switch (pass) {
      case SWEEP -> sweep.begin(load, now);
      case ORDER -> order.begin(now);
      case CHECK -> check.begin(now);
    };
  }

  /** AWS did not answer for now. */
  void failed(ListCall call, Observation failure, Instant now) {
    switch (call.pass()) {
      case SWEEP -> sweep.failed(failure, now);
      case ORDER -> order.failed();
      case CHECK -> {
        check.failed(now);
        sayWhereDescribing(now);
      }
    }
  }

  private void sayWhereDescribing(Instant now) {
    if (check.isDescribing(now)) {
      trust.checkGoesOnWithoutLists();
    }
  }

  /** AWS does not take the token of a page, as it does not say how long one lives. */
  void tokenRefused(ListCall call, Observation failure, Instant now) {
    if (call.pass() == Pass.CHECK) {
      check.tokenRefused(now);
      sayWhereDescribing(now);
    } else {
      failed(call, failure, now);
    }
  }

  /** AWS refuses lists, to this operator or to this request. */
  void refused(ListCall call, Instant now) {
    switch (call.pass()) {
      case SWEEP -> {}
      case ORDER -> order.failed();
      case CHECK -> check.refused();
    }
    sweep.refused(now);
  }

  /** Ends a page that checks the finished jobs; returns those to describe. */
  List<FinishedJob> checked(ListPage page, Instant now) {
    List<FinishedJob> gone = check.answered(page, now);
    if (!page.jobs().isEmpty() || page.nextToken() == null) {
      trust.checkPageCame();
    }
    sayWhereDescribing(now);
    return gone;
  }

  /** The finished job to describe now, since lists cannot tell of it. */
  Optional<FinishedJob> takeToDescribe(Instant now) {
    Instant time = nextTimeToDescribe(now);
    return time == null || time.isAfter(now) ? Optional.empty() : check.takeToDescribe(now);
  }

  /** When {@link #takeToDescribe} may bring a job; null where lists tell of them. */
  @Nullable Instant nextTimeToDescribe(Instant now) {
    return isListing(now) && !check.isDescribing(now) ? null : check.nextDescribeTime();
  }

  private boolean isListing(Instant now) {
    return !off && !trust.isUnusable(now);
  }
}
