package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListCall.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists the jobs of one account and region, a page at a time, for whichever plan has a page due.
 * Not thread-safe.
 */
final class JobLister {

  final ActiveListPlan active;
  final OrderPlan order = new OrderPlan();
  final AuditPlan audit;
  private final ListHealth health = new ListHealth();
  private final Map<Purpose, ListPlan> plans = new EnumMap<>(Purpose.class);
  private final boolean off;
  private @Nullable ListCall inFlight;

  /**
   * No lists yet.
   *
   * @param freshness how soon a change is to be shown; zero: no lists at all
   */
  JobLister(Duration freshness, UnfinishedJobs unfinished, Instant startTime) {
    this.off = freshness.isZero();
    this.active = new ActiveListPlan(freshness, unfinished, health);
    this.audit = new AuditPlan(startTime);
    plans.put(Purpose.ACTIVE, active);
    plans.put(Purpose.ORDER, order);
    plans.put(Purpose.AUDIT, audit);
  }

  /** True if a page is due. */
  boolean isPageDue(Load load, Instant now) {
    Instant next = nextPageTime(load, now);
    return next != null && !next.isAfter(now);
  }

  /** When the next page is due; null if none is, or one is in flight. */
  @Nullable Instant nextPageTime(Load load, Instant now) {
    if (inFlight != null || !isListing(now)) {
      return null;
    }
    Instant next = null;
    for (ListPlan plan : plans.values()) {
      Instant time = plan.nextPageTime(load, now);
      next = time == null || (next != null && next.isBefore(time)) ? next : time;
    }
    return next;
  }

  /** Begins the page that is due; there is one. */
  ListCall begin(Load load, Instant now) {
    for (ListPlan plan : plans.values()) {
      Instant time = plan.nextPageTime(load, now);
      if (time != null && !time.isAfter(now)) {
        inFlight = plan.begin(load, now);
        return inFlight;
      }
    }
    throw new IllegalStateException("no page is due");
  }

  /**
   * Ends a page.
   *
   * @return the active jobs that it should have shown and does not
   */
  List<TrackedJob> answered(ListCall call, ListPage page, Load load, Instant now) {
    List<TrackedJob> missing = end(call).answered(call, page, load, now);
    reportAudit(now);
    return missing;
  }

  /**
   * Ends a page that brought nothing.
   *
   * @param failure why; one of the job alone stands for a denial of lists
   */
  void failed(ListCall call, Observation failure, Instant now) {
    ListPlan plan = end(call);
    if (failure instanceof Observation.AccountFailure) {
      plan.failed(failure, now);
    } else if (failure instanceof Observation.Misconfigured && call.nextToken() != null) {
      plan.tokenRefused(failure, now);
    } else {
      health.denied(now);
      plan.denied(now);
      active.denied(now);
    }
    reportAudit(now);
  }

  private ListPlan end(ListCall call) {
    inFlight = null;
    ListPlan plan = plans.get(call.purpose());
    if (plan == null) {
      throw new IllegalArgumentException("no plan for " + call.purpose());
    }
    return plan;
  }

  /** A describe ended. */
  void described(String jobName, Observation observation, Instant now) {
    health.described(observation);
    audit.described(jobName, observation, now);
    reportAudit(now);
  }

  /** Lists do not show a job that AWS describes as active. */
  void leftOutWrongly() {
    health.leftOutWrongly();
  }

  /** The finished job to describe now, since no page shows it. */
  Optional<FinishedJob> takeToDescribe(Instant now) {
    Instant time = nextTimeToDescribe(now);
    Optional<FinishedJob> job =
        time == null || time.isAfter(now) ? Optional.empty() : audit.takeToDescribe(now);
    reportAudit(now);
    return job;
  }

  /** When {@link #takeToDescribe} may bring a job; null if pages show them. */
  @Nullable Instant nextTimeToDescribe(Instant now) {
    boolean pageInFlight = inFlight != null && inFlight.purpose() == Purpose.AUDIT;
    return pageInFlight ? null : audit.nextDescribeTime(isListing(now), now);
  }

  private void reportAudit(Instant now) {
    if (audit.isDescribing(now)) {
      health.auditGoesOnWithoutLists();
    } else if (audit.arePagesBelieved()) {
      health.auditPageCame();
    }
  }

  /** What keeps lists from being of full use; empty if nothing does. */
  Set<ListDegradation> degradations() {
    return health.degradations();
  }

  private boolean isListing(Instant now) {
    return !off && !health.isUnusable(now);
  }
}
