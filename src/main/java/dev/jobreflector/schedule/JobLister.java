package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListCall.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests the list pages of one account and region, one at a time. Asks its plans which page is
 * due. Not thread-safe.
 */
final class JobLister {

  final ActiveListPlan active;
  final OrderPlan order = new OrderPlan();
  final AuditPlan audit;
  private final ListHealth health;
  private final boolean off;
  private @Nullable ListCall inFlight;

  /** The plan that had a page longest ago comes first. */
  private final Deque<ListPlan> plans = new ArrayDeque<>();

  /**
   * Creates a lister that has requested no page.
   *
   * @param freshness how soon a change should be shown; zero turns lists off
   */
  JobLister(Duration freshness, UnfinishedJobs unfinished, ListHealth health, Instant startTime) {
    this.health = health;
    this.off = freshness.isZero();
    this.active = new ActiveListPlan(freshness, unfinished, health);
    this.audit = new AuditPlan(health, startTime);
    plans.addAll(List.of(active, order, audit));
  }

  /** True if a page is due. */
  boolean isPageDue(Load load, Instant now) {
    Instant next = nextPageTime(load, now);
    return next != null && !next.isAfter(now);
  }

  /** When the next page is due; null if no page is due or a page is in flight. */
  @Nullable Instant nextPageTime(Load load, Instant now) {
    if (inFlight != null || !isListing(now)) {
      return null;
    }
    Instant next = null;
    for (ListPlan plan : plans) {
      Instant time = plan.nextPageTime(load, now);
      next = time == null || (next != null && next.isBefore(time)) ? next : time;
    }
    return next;
  }

  /**
   * Begins a page that is due. There must be one. Plans take turns: sweeps over many jobs may have
   * a page due all the time.
   */
  ListCall begin(Load load, Instant now) {
    for (ListPlan plan : plans) {
      Instant time = plan.nextPageTime(load, now);
      if (time != null && !time.isAfter(now)) {
        plans.remove(plan);
        plans.addLast(plan);
        inFlight = plan.begin(load, now);
        return inFlight;
      }
    }
    throw new IllegalStateException("no page is due");
  }

  /**
   * Records a page.
   *
   * @return the active jobs missing from the page
   */
  List<TrackedJob> answered(ListCall call, ListPage page, Load load, Instant now) {
    return end(call).answered(call, page, load, now);
  }

  /**
   * Records a failed page.
   *
   * @param failure the reason; any failure that is not of the account and region counts as a denial
   *     of lists, unless AWS refused a token
   */
  void failed(ListCall call, Observation failure, Instant now) {
    ListPlan plan = end(call);
    if (failure instanceof Observation.AccountFailure) {
      plan.failed(failure, now);
    } else if (failure instanceof Observation.Misconfigured && call.request().nextToken() != null) {
      plan.tokenRefused(failure, now);
    } else {
      health.denied(now);
      active.giveUp();
      order.giveUp();
    }
  }

  private ListPlan end(ListCall call) {
    inFlight = null;
    return switch (call.purpose()) {
      case ACTIVE -> active;
      case ORDER -> order;
      case AUDIT -> audit;
    };
  }

  /** Records the end of a describe. */
  void described(String jobName, Observation observation, Instant now) {
    health.described(observation);
    audit.described(jobName, observation, now);
  }

  /** Takes the finished job to describe now; empty if there is none. */
  Optional<FinishedJob> takeToDescribe(Instant now) {
    Instant time = nextTimeToDescribe(now);
    return time == null || time.isAfter(now) ? Optional.empty() : audit.takeToDescribe(now);
  }

  /** When {@link #takeToDescribe} may return a job; null if no describe is planned. */
  @Nullable Instant nextTimeToDescribe(Instant now) {
    boolean pageInFlight = inFlight != null && inFlight.purpose() == Purpose.AUDIT;
    return pageInFlight ? null : audit.nextDescribeTime(isListing(now), now);
  }

  private boolean isListing(Instant now) {
    return !off && !health.isUnusable(now);
  }
}
