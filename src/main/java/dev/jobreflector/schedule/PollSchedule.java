package dev.jobreflector.schedule;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollRequest.Urgency;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.decision.ShownJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Schedules the calls of one account and region. Combines the poll requests of resources, the
 * results of lists, and the request budget. Resources that reflect the same job share its poll. Not
 * thread-safe.
 */
public final class PollSchedule {

  private final RequestBudget budget;
  private final ListHealth listHealth = new ListHealth();
  private final JobLister lister;
  private final DueQueue queue;
  private final TrackedJobs jobs;
  private final ReconcileRequestTimes requests = new ReconcileRequestTimes();
  private final CallOrder order = new CallOrder();
  private final AccountAvailability availability = new AccountAvailability();

  /**
   * Creates an empty schedule.
   *
   * @param budget limits the calls
   * @param freshness how soon a change of an unfinished job should be seen. The schedule uses lists
   *     when they need fewer requests. Zero turns lists off.
   * @param now the current time
   */
  public PollSchedule(RequestBudget budget, Duration freshness, Instant now) {
    this.budget = budget;
    UnfinishedJobs unfinished = new UnfinishedJobs(SweepPace.shortestInterval(freshness));
    this.lister = new JobLister(freshness, unfinished, listHealth, now);
    this.queue = new DueQueue(lister.active::isCoveredBySweeps);
    this.jobs = new TrackedJobs(unfinished, queue);
  }

  /**
   * Registers the poll request of a resource, in place of its previous poll request. The same poll
   * request again changes nothing. A poll request decided before the job's last poll is void, since
   * that poll leads to a new poll request. A reconcile request waits if it comes too soon after the
   * resource's last reconcile request; a newer text replaces it meanwhile.
   */
  public void register(ResourceKey resource, PollRequest pollRequest, Instant now) {
    String name = pollRequest.job().jobName();
    if (jobs.reflectsAnother(resource, name)) {
      forget(resource, now);
    }
    TrackedJob job = jobs.track(resource, name, now);
    if (pollRequest.urgency() == Urgency.NEW && !job.resources.contains(resource)) {
      lister.order.newJobArrived();
    }
    ShownJob before = job.shown();
    job.register(resource, requests.apart(resource, pollRequest));
    jobs.changed(job, before, now);
  }

  /** Forgets a resource that is gone or needs no polls. */
  public void forget(ResourceKey resource, Instant now) {
    lister.audit.skip(resource, now);
    jobs.forget(resource, now);
  }

  /**
   * Takes the call to make now, with a token. Returns null if no call is due or the budget has no
   * token.
   */
  public @Nullable Call take(Instant now) {
    takeJobsOfAudit(now);
    Load load = advance(now);
    boolean requested = queue.isRequestDue();
    boolean other = queue.isUnrequestedDue();
    // Only a describe shows whether an account and region that fails answers again.
    boolean page =
        lister.isPageDue(load, now) && !(availability.isProbing() && (requested || other));
    boolean anyDue = requested || other || page;
    if (!anyDue || !availability.allow(budget.inFlight(), now) || !budget.tryTake(now)) {
      return null;
    }
    CallOrder.Kind kind =
        order.next(requested, page, other, queue.isChangedDue() && !load.hasBacklogOfChangedJobs());
    if (kind == CallOrder.Kind.PAGE) {
      return lister.begin(load, now);
    }
    boolean request = kind == CallOrder.Kind.REQUESTED;
    Poll poll = (request ? queue.takeRequest() : queue.takeUnrequested()).begin(now);
    requests.taken(poll.requests().keySet(), now);
    return poll;
  }

  private void takeJobsOfAudit(Instant now) {
    Optional<FinishedJob> job = lister.takeToDescribe(now);
    while (job.isPresent()) {
      if (!jobs.requestCheck(job.get(), now)) {
        lister.audit.notDescribed(job.get().resource(), now);
      }
      job = lister.takeToDescribe(now);
    }
  }

  /** Moves the jobs that are due now to their lines, and returns the load. */
  private Load advance(Instant now) {
    queue.moveDueJobs(now);
    Load load = queue.load(budget.rate(now));
    lister.active.advance(load, now);
    queue.replacePolls(lister.active.replacesPollsFor(load, now), now);
    return load;
  }

  /**
   * When {@link #take} may return a call. Null if that needs a new poll request or the end of a
   * call.
   */
  public @Nullable Instant nextTakeTime(Instant now) {
    Instant pageTime = lister.nextPageTime(advance(now), now);
    Instant checkTime = lister.nextTimeToDescribe(now);
    Instant dueTime = earlier(earlier(queue.nextDueTime(), pageTime), checkTime);
    Instant tokenTime = budget.nextTokenTime(now);
    if (dueTime == null || tokenTime.equals(Instant.MAX)) {
      return null;
    }
    return availability.allowedTime(
        budget.inFlight(), dueTime.isAfter(tokenTime) ? dueTime : tokenTime);
  }

  /**
   * Records the result of a poll.
   *
   * @return false if the job was forgotten during the poll: newer data of the job may exist
   */
  public boolean ended(Poll poll, Observation observation, Instant now) {
    callEnded(observation, now);
    availability.described(observation, now);
    lister.described(poll.jobName(), observation, now);
    TrackedJob job = jobs.get(poll.jobName());
    if (job == null || !job.isPolledBy(poll)) {
      return false;
    }
    ShownJob before = job.shown();
    job.end(poll, observation);
    ShownJob found = observation instanceof Observation.Found ? job.shown() : null;
    if (before != null && found != null && job.lastListing().found(before, found)) {
      listHealth.missedActiveJob();
    }
    jobs.changed(job, before, now);
    return true;
  }

  /** Records a list page. Jobs that changed become due. */
  public void listed(ListCall call, ListPage page, Instant now) {
    budget.ended(now);
    availability.listed(!jobs.isAnyRegistered());
    if (availability.isProbing()) {
      describeOne(now);
    }
    jobs.listed(call, page, now);
    for (TrackedJob job : lister.answered(call, page, advance(now), now)) {
      job.lastListing().missingFromList(call.startTime());
      jobs.place(job, now);
    }
  }

  /**
   * Records a failed list page.
   *
   * @param failure the reason; a failure that is not of the account and region counts as a refusal
   *     of lists
   */
  public void listFailed(ListCall call, Observation failure, Instant now) {
    callEnded(failure, now);
    if (failure instanceof Observation.AccountFailure
        && !(failure instanceof Observation.Throttled)) {
      describeOne(now);
    }
    lister.failed(call, failure, now);
  }

  // A list does not prove whether describes work, so one describe finds out.
  private void describeOne(Instant now) {
    if (!queue.isRequestDue() && !queue.isUnrequestedDue()) {
      jobs.leastRecentlyPolled().ifPresent(job -> jobs.requestCheck(job, now));
    }
  }

  /** The current degradations of lists; empty if lists work. */
  public Set<ListDegradation> listDegradations() {
    return listHealth.degradations();
  }

  /** True if {@link #startAudit} must be called. */
  public boolean isAuditDue(Instant now) {
    Instant next = nextAuditTime();
    return next != null && !next.isAfter(now);
  }

  /** When {@link #isAuditDue} becomes true; null during a pass of the audit. */
  public @Nullable Instant nextAuditTime() {
    return lister.audit.nextPassTime();
  }

  /**
   * Begins a pass of the audit, which checks that AWS still has these jobs. The audit uses lists,
   * or describes each job if lists are not usable.
   */
  public void startAudit(Collection<FinishedJob> finished, Instant now) {
    lister.audit.start(finished, now);
  }

  private void callEnded(Observation observation, Instant now) {
    budget.ended(now);
    if (observation instanceof Observation.Throttled) {
      budget.throttled(now);
    }
  }

  /** The resources that reflect a job. */
  public Set<ResourceKey> resourcesOf(String jobName) {
    return jobs.resourcesOf(jobName);
  }

  /** The job that a resource reflects; null if the resource has no tracked job. */
  public @Nullable String jobOf(ResourceKey resource) {
    return jobs.jobOf(resource);
  }

  /**
   * The resources of the jobs that have had a poll request. Excludes finished jobs that only the
   * audit checks.
   */
  public Set<ResourceKey> resources() {
    return jobs.resources();
  }

  /** The number of calls in flight. */
  public int inFlight() {
    return budget.inFlight();
  }

  /** The health of the account and region. */
  public AccountHealth health() {
    return availability.health();
  }

  /** The current rate, in requests per second. */
  public double rate() {
    return budget.rate();
  }

  /**
   * The age of the oldest poll or list of an unfinished job. A job that was never polled or listed
   * counts from when it was first tracked. A job with a period over one minute counts once it is
   * due. Zero if there are no such jobs.
   */
  public Duration oldestPoll(Instant now) {
    return jobs.oldestPoll(now);
  }

  private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isBefore(b) ? a : b;
  }
}
