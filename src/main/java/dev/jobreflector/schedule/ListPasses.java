package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListCall.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
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
      put(times, Pass.CHECK, check.nextPageTime(now));
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
        sayHowChecked(now);
      }
    }
  }

  private void sayHowChecked(Instant now) {
    if (check.isDescribing(now)) {
      trust.checkGoesOnWithoutLists();
    } else if (check.arePagesBelieved()) {
      trust.checkPageCame();
    }
  }

  /** AWS does not take the token of a page, as it does not say how long one lives. */
  void tokenRefused(ListCall call, Observation failure, Instant now) {
    if (call.pass() == Pass.CHECK) {
      check.tokenRefused(now);
      sayHowChecked(now);
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

  /** Ends a page that checks the finished jobs. */
  void checked(ListPage page, Instant now) {
    check.answered(page, now);
    sayHowChecked(now);
  }

  /** A describe ended so. */
  void described(String jobName, Observation observation, Instant now) {
    check.described(jobName, observation, now);
    sayHowChecked(now);
  }

  /** The finished job to describe now, since pages do not show it. */
  Optional<FinishedJob> takeToDescribe(Instant now) {
    Instant time = nextTimeToDescribe(now);
    Optional<FinishedJob> job =
        time == null || time.isAfter(now) ? Optional.empty() : check.takeToDescribe(now);
    sayHowChecked(now);
    return job;
  }

  /** When {@link #takeToDescribe} may bring a job; null if pages show them. */
  @Nullable Instant nextTimeToDescribe(Instant now) {
    return check.nextDescribeTime(isListing(now), now);
  }

  private boolean isListing(Instant now) {
    return !off && !trust.isUnusable(now);
  }
}
