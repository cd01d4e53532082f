package dev.jobreflector.schedule;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollRequest.Urgency;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.decision.ShownJob;
import dev.jobreflector.schedule.ListCall.Purpose;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one account and region: who wants which job polled by when, what lists tell of the
 * jobs, and what the budget allows. Resources that reflect one job share its poll. Not thread-safe.
 */
public final class PollSchedule {

  private final RequestBudget budget;
  private final JobLister lister;
  private final DueQueue queue;
  private final TrackedJobs jobs;
  private final RequestTimes requests = new RequestTimes();
  private final CallTurns turns = new CallTurns();
  private final AccountProbes probes = new AccountProbes();
  private int inFlight;

  /**
   * An empty schedule.
   *
   * @param budget what it keeps to
   * @param freshness how soon a change of an unfinished job is to be seen; where that is cheaper,
   *     by lists. Zero: no lists
   * @param now the time
   */
  public PollSchedule(RequestBudget budget, Duration freshness, Instant now) {
    this.budget = budget;
    UnfinishedJobs unfinished =
        new UnfinishedJobs(ActiveListPlan.shortestInterval(freshness));
    this.lister = new JobLister(freshness, unfinished, now);
    this.queue = new DueQueue(lister.active::isListed);
    this.jobs = new TrackedJobs(unfinished, queue);
  }

  /**
   * Registers what a resource wants polled, in place of what it wanted before. The same poll
   * request again changes nothing; one decided before the job's last poll is void, since that poll
   * brings another. A request that comes too soon after the resource's last one waits; another text
   * takes its place meanwhile.
   */
  public void want(ResourceKey resource, PollRequest pollRequest, Instant now) {
    TrackedJob job = jobs.track(resource, pollRequest.job().jobName(), now);
    if (pollRequest.urgency() == Urgency.NEW && !job.resources.contains(resource)) {
      lister.order.arrived();
    }
    ShownJob before = job.shown();
    job.want(resource, requests.apart(resource, pollRequest));
    jobs.changed(job, before, now);
  }

  /** Forgets a resource that is gone or wants nothing polled. */
  public void forget(ResourceKey resource, Instant now) {
    lister.audit.forget(resource, now);
    jobs.forget(resource, now);
  }

  /** The call to make now, its token taken; null where nothing is due or the budget is spent. */
  public @Nullable Call take(Instant now) {
    describeFinished(now);
    Load load = settle(now);
    boolean requested = queue.isRequestDue();
    boolean other = queue.isOtherDue();
    // Describes alone tell whether an account and region that fails answers again.
    boolean page = lister.isPageDue(load, now) && !(probes.isProbing() && (requested || other));
    boolean anyDue = requested || other || page;
    if (!anyDue || !probes.allow(inFlight, now) || !budget.tryTake(now)) {
      return null;
    }
    inFlight++;
    CallTurns.Kind kind = turns.next(requested, page, other);
    if (kind == CallTurns.Kind.PAGE) {
      return lister.begin(load, now);
    }
    boolean request = kind == CallTurns.Kind.REQUESTED;
    Poll poll = (request ? queue.takeRequest() : queue.takeOther()).begin(now);
    requests.taken(poll.requests().keySet(), now);
    return poll;
  }

  /** Says what is due by now; what a sweep may take of the budget depends on that. */
  private Load settle(Instant now) {
    queue.settle(now);
    Load load = queue.load(budget.rate(now));
    lister.active.advance(load, now);
    queue.cover(lister.active.coverage(load, now), now);
    return load;
  }

  /**
   * When {@link #take} may give a call; null where only a change of poll requests or the end of a
   * call can bring one.
   */
  public @Nullable Instant nextTakeTime(Instant now) {
    Instant pageTime = lister.nextPageTime(settle(now), now);
    Instant checkTime = lister.nextTimeToDescribe(now);
    Instant dueTime = earlier(earlier(queue.nextDueTime(), pageTime), checkTime);
    Instant tokenTime = budget.nextTokenTime(now);
    if (dueTime == null || tokenTime.equals(Instant.MAX)) {
      return null;
    }
    return probes.allowedTime(inFlight, dueTime.isAfter(tokenTime) ? dueTime : tokenTime);
  }

  /**
   * Ends a poll with what it learned.
   *
   * @return false where the job was forgotten meanwhile: what is known of it now may be newer
   */
  public boolean ended(Poll poll, Observation observation, Instant now) {
    boolean failed = observation instanceof Observation.AccountFailure;
    callEnded(failed ? observation : null, now);
    probes.described(failed ? observation : null, now);
    lister.described(poll.jobName(), observation, now);
    TrackedJob job = jobs.get(poll.jobName());
    if (job == null || !job.isPolledBy(poll)) {
      return false;
    }
    ShownJob before = job.shown();
    job.end(poll, observation);
    ShownJob found = observation instanceof Observation.Found ? job.shown() : null;
    if (before != null && found != null && job.sighting().found(before, found)) {
      lister.leftOutWrongly();
    }
    jobs.changed(job, before, now);
    return true;
  }

  /** Ends a page with what it shows: jobs that changed are to be described. */
  public void listed(ListCall call, ListPage page, Instant now) {
    callEnded(null, now);
    probes.listed(!jobs.isAnyWanted());
    if (probes.isProbing()) {
      describeOne(now);
    }
    for (ListedJob listed : page.jobs()) {
      TrackedJob job = jobs.get(listed.name());
      if (job != null) {
        if (call.purpose() == Purpose.ACTIVE) {
          job.sighting().seenIn(lister.active.sweep());
        }
        if (!job.isInFlight()) {
          job.listed(listed, call.startTime());
          jobs.place(job, now);
        }
      }
    }
    for (TrackedJob job : lister.answered(call, page, settle(now), now)) {
      job.sighting().leftOut(call.startTime());
      jobs.place(job, now);
    }
  }

  private void describeFinished(Instant now) {
    Optional<FinishedJob> job = lister.takeToDescribe(now);
    while (job.isPresent()) {
      describe(job.get(), now);
      job = lister.takeToDescribe(now);
    }
  }

  private void describe(FinishedJob finished, Instant now) {
    TrackedJob known = jobs.get(finished.jobName());
    String present = jobs.jobOf(finished.resource());
    boolean tookAnother = present != null && !present.equals(finished.jobName());
    boolean waits =
        known != null && known.isWanted() && known.resources.contains(finished.resource());
    if (tookAnother || waits) {
      lister.audit.notDescribed(finished.resource(), now); // It has polls of its own.
      return;
    }
    TrackedJob job = jobs.track(finished.resource(), finished.jobName(), now);
    job.resources.add(finished.resource());
    job.sighting().doubted(now);
    jobs.place(job, now);
  }

  /**
   * Ends a page that brought nothing.
   *
   * @param failure why; one of the job alone stands for a refusal of lists
   */
  public void listFailed(ListCall call, Observation failure, Instant now) {
    boolean ofAccount = failure instanceof Observation.AccountFailure;
    callEnded(ofAccount ? failure : null, now);
    if (ofAccount && !(failure instanceof Observation.Throttled)) {
      describeOne(now);
    }
    lister.failed(call, failure, now);
  }

  // A list tells something else of the account and region than describes did, or than they would.
  private void describeOne(Instant now) {
    if (queue.isRequestDue() || queue.isOtherDue()) {
      return;
    }
    jobs.longestUnseen()
        .ifPresent(
            job -> {
              job.sighting().doubted(now);
              jobs.place(job, now);
            });
  }

  /** What keeps lists from being of full use; empty where nothing does. */
  public Set<ListDegradation> listDegradations() {
    return lister.degradations();
  }

  /** True where {@link #checkFinished} is to be called. */
  public boolean isFinishedCheckDue(Instant now) {
    return lister.audit.isDue(now);
  }

  /** When {@link #isFinishedCheckDue} turns true; null where it will not by itself. */
  public @Nullable Instant nextFinishedCheckTime() {
    return lister.audit.nextPassTime();
  }

  /**
   * Begins the daily pass that checks whether AWS still has these jobs: by lists, or by describing
   * each where lists are of no use.
   */
  public void checkFinished(Collection<FinishedJob> finished, Instant now) {
    lister.audit.start(finished, now);
  }

  private void callEnded(@Nullable Observation failure, Instant now) {
    inFlight--;
    budget.ended(now);
    if (failure instanceof Observation.Throttled) {
      budget.throttled(now);
    }
  }

  /** The resources that reflect a job. */
  public Set<ResourceKey> resourcesOf(String jobName) {
    return jobs.resourcesOf(jobName);
  }

  /** The job that a resource reflects; null if it wants nothing polled. */
  public @Nullable String jobOf(ResourceKey resource) {
    return jobs.jobOf(resource);
  }

  /** Every resource that wants something polled; not those whose finished job is to be checked. */
  public Set<ResourceKey> resources() {
    return jobs.resources();
  }

  /** Whether the account and region answers. */
  public AccountHealth health() {
    return probes.health();
  }

  /** The present rate of requests, a second. */
  public double rate() {
    return budget.rate();
  }

  /**
   * How long ago the unfinished job that was longest not looked at was polled or shown by a list,
   * or came where it never was; zero for none. A job that is to be polled seldom counts once it is
   * due.
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
