package dev.jobreflector.polling;

import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollSnapshot;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.Call;
import dev.jobreflector.schedule.FinishedJob;
import dev.jobreflector.schedule.ListCall;
import dev.jobreflector.schedule.ListDegradation;
import dev.jobreflector.schedule.Poll;
import dev.jobreflector.schedule.PollSchedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls of one account and region that its schedule returns, on shared threads. A thread
 * that has ended a call makes the next. Thread-safe.
 */
final class RegionPoller implements CallLoop.Agenda {

  private static final Logger log = LoggerFactory.getLogger(RegionPoller.class);

  private final AccountRegion accountRegion;
  private final JobSource source;
  private final PollListener listener;
  private final Clock clock;
  private final AccountHealthChanges account;
  private final CallLoop loop;
  private final int mostCallsAtOnce;

  private final Object lock = new Object();
  private final PollSchedule schedule;
  private final PollMemory memory = new PollMemory();
  private boolean findingFinished;

  RegionPoller(
      AccountRegion accountRegion,
      JobSource source,
      PollSchedule schedule,
      PollListener listener,
      Clock clock,
      Duration graceTime,
      CallThreads threads,
      int mostCallsAtOnce) {
    this.accountRegion = accountRegion;
    this.source = source;
    this.schedule = schedule;
    this.listener = listener;
    this.clock = clock;
    this.account = new AccountHealthChanges(graceTime);
    this.loop = new CallLoop(lock, threads, clock, this);
    this.mostCallsAtOnce = mostCallsAtOnce;
  }

  /** Starts polling. */
  void start() {
    synchronized (lock) {
      loop.wake();
    }
  }

  PollSnapshot snapshot(ResourceKey resource, String jobName, Instant pollingSince) {
    synchronized (lock) {
      return memory.snapshot(resource, jobName, schedule.health(), pollingSince);
    }
  }

  void register(ResourceKey resource, PollRequest pollRequest) {
    synchronized (lock) {
      String jobBefore = schedule.jobOf(resource);
      schedule.register(resource, pollRequest, clock.instant());
      forgetIfUnused(jobBefore);
      loop.wake();
    }
  }

  void forget(ResourceKey resource) {
    synchronized (lock) {
      String jobName = schedule.jobOf(resource);
      schedule.forget(resource, clock.instant());
      memory.forgetResource(resource);
      forgetIfUnused(jobName);
      loop.wake();
    }
  }

  private void forgetIfUnused(@Nullable String jobName) {
    if (jobName != null && schedule.resourcesOf(jobName).isEmpty()) {
      memory.forgetJob(jobName);
    }
  }

  @Nullable String accountId() {
    synchronized (lock) {
      return memory.accountId();
    }
  }

  double rate() {
    synchronized (lock) {
      return schedule.rate();
    }
  }

  Duration oldestPoll() {
    synchronized (lock) {
      return schedule.oldestPoll(clock.instant());
    }
  }

  /** The AWS credentials, or why there are none. Blocks while the providers respond. */
  CredentialsCheck checkCredentials() {
    return source.checkCredentials();
  }

  /** Begins no more calls. Does not interrupt calls in flight: closing {@link CallThreads} does. */
  void stop() {
    synchronized (lock) {
      loop.close();
    }
  }

  /** Closes the source. Called after the calls in flight were interrupted. */
  void closeSource() {
    source.close();
  }

  @Override
  public @Nullable Runnable take(Instant now) {
    if (!findingFinished && schedule.isAuditDue(now)) {
      findingFinished = true;
      return this::startAudit;
    }
    Call call = schedule.inFlight() < mostCallsAtOnce ? schedule.take(now) : null;
    return call == null ? null : () -> make(call);
  }

  @Override
  public @Nullable Instant nextTime(Instant now) {
    Instant auditTime = findingFinished ? null : schedule.nextAuditTime();
    Instant callTime = schedule.inFlight() < mostCallsAtOnce ? schedule.nextTakeTime(now) : null;
    return earliest(callTime, auditTime);
  }

  private void make(Call call) {
    if (call instanceof Poll poll) {
      ended(poll, describe(poll.jobName()));
      listener.budgetWaited(poll.waited());
    } else if (call instanceof ListCall page) {
      ended(page, list(page));
    }
  }

  // An unexpected exception counts as a failed poll, so that the schedule records the end of the
  // poll.
  private Observation describe(String jobName) {
    try {
      return source.describe(jobName);
    } catch (RuntimeException | Error e) {
      return unexpected("Describing optimization job " + jobName, e);
    }
  }

  private ListAnswer list(ListCall call) {
    try {
      return source.list(call.request());
    } catch (RuntimeException | Error e) {
      return new ListAnswer.NoPage(unexpected("Listing optimization jobs", e));
    }
  }

  private Observation unexpected(String what, Throwable failure) {
    log.error("{} failed unexpectedly", what, failure);
    return new Observation.Unavailable(
        "The operator failed to poll the job ("
            + failure.getClass().getSimpleName()
            + "). See the operator's log.",
        clock.instant());
  }

  private static @Nullable Instant earliest(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isBefore(a)) ? b : a;
  }

  // Reading all resources takes long, so it runs without the lock. If it fails, the audit tries
  // again in an hour.
  private void startAudit() {
    Collection<FinishedJob> finished = List.of();
    try {
      finished = listener.finishedJobs(accountRegion);
    } finally {
      synchronized (lock) {
        findingFinished = false;
        schedule.startAudit(finished, clock.instant());
        loop.wake();
      }
    }
  }

  private void ended(Poll poll, Observation observation) {
    callEnded(
        now -> {
          Set<ResourceKey> resources = schedule.resourcesOf(poll.jobName());
          boolean newest = schedule.ended(poll, observation, now);
          memory.ended(poll, observation, newest, resources);
          return resources;
        },
        "a list omits " + poll.jobName());
  }

  private void ended(ListCall call, ListAnswer answer) {
    callEnded(
        now -> {
          if (answer instanceof ListAnswer.Page page) {
            schedule.listed(call, page.page(), now);
          } else if (answer instanceof ListAnswer.NoPage failed) {
            schedule.listFailed(call, failed.failure(), now);
          }
          return Set.of();
        },
        answer.why());
  }

  /**
   * Records the end of a call, and reports what changed.
   *
   * @param recording records the result and returns the resources to reconcile; runs under the lock
   * @param whyDegraded the reason for the log if lists are degraded now
   */
  private void callEnded(Function<Instant, Set<ResourceKey>> recording, String whyDegraded) {
    AccountHealthChanges.Change change;
    Set<ListDegradation> degradations = EnumSet.noneOf(ListDegradation.class);
    synchronized (lock) {
      if (loop.isClosed()) {
        return;
      }
      Set<ListDegradation> before = schedule.listDegradations();
      Set<ResourceKey> resources = recording.apply(clock.instant());
      degradations.addAll(schedule.listDegradations());
      degradations.removeAll(before);
      change = account.after(schedule.health(), resources, schedule::resources);
      loop.wake();
    }
    degradations.forEach(one -> listener.listDegraded(accountRegion, one, whyDegraded));
    change.report(accountRegion, listener);
  }
}
