package dev.jobreflector.polling;

import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollSnapshot;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.polling.AccountHealthChanges.News;
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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls of one account and region that its schedule returns, on shared threads. A thread
 * that has ended a call makes the next. Thread-safe.
 */
final class RegionPoller implements CallLoop.Agenda, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RegionPoller.class);

  private final AccountRegion accountRegion;
  private final JobSource source;
  private final PollListener listener;
  private final Clock clock;
  private final AccountHealthChanges account;
  private final CallLoop loop;
  private final int mostCallsAtOnce;

  private final ReentrantLock lock = new ReentrantLock();
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
    lock.lock();
    try {
      loop.wake();
    } finally {
      lock.unlock();
    }
  }

  PollSnapshot look(ResourceKey resource, String jobName, Instant pollingSince) {
    lock.lock();
    try {
      return memory.known(resource, jobName, schedule.health(), pollingSince);
    } finally {
      lock.unlock();
    }
  }

  void want(ResourceKey resource, PollRequest pollRequest) {
    lock.lock();
    try {
      String jobBefore = schedule.jobOf(resource);
      schedule.want(resource, pollRequest, clock.instant());
      forgetIfUnused(jobBefore);
      loop.wake();
    } finally {
      lock.unlock();
    }
  }

  void forget(ResourceKey resource) {
    lock.lock();
    try {
      String jobName = schedule.jobOf(resource);
      schedule.forget(resource, clock.instant());
      memory.forgetResource(resource);
      forgetIfUnused(jobName);
      loop.wake();
    } finally {
      lock.unlock();
    }
  }

  private void forgetIfUnused(@Nullable String jobName) {
    if (jobName != null && schedule.resourcesOf(jobName).isEmpty()) {
      memory.forgetJob(jobName);
    }
  }

  @Nullable String accountId() {
    lock.lock();
    try {
      return memory.accountId();
    } finally {
      lock.unlock();
    }
  }

  double rate() {
    lock.lock();
    try {
      return schedule.rate();
    } finally {
      lock.unlock();
    }
  }

  Duration oldestPoll() {
    lock.lock();
    try {
      return schedule.oldestPoll(clock.instant());
    } finally {
      lock.unlock();
    }
  }

  /** Begins no more calls. Does not interrupt calls in flight: closing {@link CallThreads} does. */
  @Override
  public void close() {
    lock.lock();
    try {
      loop.close();
    } finally {
      lock.unlock();
    }
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
    Instant checkTime = findingFinished ? null : schedule.nextAuditTime();
    Instant callTime = schedule.inFlight() < mostCallsAtOnce ? schedule.nextTakeTime(now) : null;
    return earliest(callTime, checkTime);
  }

  private void make(Call call) {
    if (call instanceof Poll poll) {
      ended(poll, describe(poll.jobName()));
      listener.budgetWaited(accountRegion, poll.waited());
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
      return source.list(call);
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
      lock.lock();
      try {
        findingFinished = false;
        schedule.startAudit(finished, clock.instant());
        loop.wake();
      } finally {
        lock.unlock();
      }
    }
  }

  private void ended(Poll poll, Observation observation) {
    News news;
    Set<ListDegradation> degradations;
    lock.lock();
    try {
      if (loop.isClosed()) {
        return;
      }
      Set<ListDegradation> before = schedule.listDegradations();
      Set<ResourceKey> resources = schedule.resourcesOf(poll.jobName());
      boolean newest = schedule.ended(poll, observation, clock.instant());
      memory.ended(poll, observation, newest, resources);
      degradations = degradationsSince(before);
      news = news(resources);
      loop.wake();
    } finally {
      lock.unlock();
    }
    tell(degradations, "a list omits " + poll.jobName());
    news.tell(accountRegion, listener);
  }

  private void ended(ListCall call, ListAnswer answer) {
    News news;
    Set<ListDegradation> degradations;
    lock.lock();
    try {
      if (loop.isClosed()) {
        return;
      }
      Instant now = clock.instant();
      Set<ListDegradation> before = schedule.listDegradations();
      if (answer instanceof ListAnswer.Page page) {
        schedule.listed(call, page.page(), now);
      } else if (answer instanceof ListAnswer.NoPage failed) {
        schedule.listFailed(call, failed.failure(), now);
      }
      degradations = degradationsSince(before);
      news = news(Set.of());
      loop.wake();
    } finally {
      lock.unlock();
    }
    tell(degradations, answer.why());
    news.tell(accountRegion, listener);
  }

  private Set<ListDegradation> degradationsSince(Set<ListDegradation> before) {
    Set<ListDegradation> degradations = schedule.listDegradations();
    if (degradations.isEmpty()) {
      return degradations;
    }
    Set<ListDegradation> since = EnumSet.copyOf(degradations);
    since.removeAll(before);
    return since;
  }

  private void tell(Set<ListDegradation> degradations, String why) {
    degradations.forEach(degradation -> listener.listDegraded(accountRegion, degradation, why));
  }

  private News news(Set<ResourceKey> ofCall) {
    return account.after(schedule.health(), ofCall, schedule::resources);
  }
}
