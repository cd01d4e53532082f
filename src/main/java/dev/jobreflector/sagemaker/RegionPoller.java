package dev.jobreflector.sagemaker;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollHistory;
import dev.jobreflector.decision.PollWish;
import dev.jobreflector.decision.ReflectionPolicy;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.Poll;
import dev.jobreflector.schedule.PollSchedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls the jobs of one account and region, as its schedule says, on a few threads. */
final class RegionPoller implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RegionPoller.class);

  private final AccountRegion accountRegion;
  private final Function<String, Observation> describe;
  private final PollListener listener;
  private final Clock clock;
  private final Duration graceTime;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PollSchedule schedule;
  private final Map<String, PollHistory> histories = new HashMap<>();
  private final Map<ResourceKey, String> answeredRequests = new HashMap<>();
  private final Set<Thread> threads = new HashSet<>();
  private @Nullable String accountId;
  private boolean failureShown;
  private boolean everAnswered;
  private boolean closed;

  RegionPoller(
      AccountRegion accountRegion,
      Function<String, Observation> describe,
      PollSchedule schedule,
      PollListener listener,
      Clock clock,
      Duration graceTime) {
    this.accountRegion = accountRegion;
    this.describe = describe;
    this.schedule = schedule;
    this.listener = listener;
    this.clock = clock;
    this.graceTime = graceTime;
  }

  /** Begins to poll, with at most this many calls at once. */
  void start(int callsAtOnce) {
    for (int i = 0; i < callsAtOnce; i++) {
      Thread thread = new Thread(this::run, "poll-" + accountRegion.region() + "-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  Known look(ResourceKey resource, String jobName) {
    lock.lock();
    try {
      return new Known(
          histories.getOrDefault(jobName, PollHistory.NONE),
          schedule.health(),
          answeredRequests.get(resource));
    } finally {
      lock.unlock();
    }
  }

  void want(ResourceKey resource, PollWish wish) {
    lock.lock();
    try {
      schedule.want(resource, wish, clock.instant());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void forget(ResourceKey resource) {
    lock.lock();
    try {
      String jobName = schedule.jobOf(resource);
      schedule.forget(resource, clock.instant());
      answeredRequests.remove(resource);
      if (jobName != null && schedule.resourcesOf(jobName).isEmpty()) {
        histories.remove(jobName);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Nullable String accountId() {
    lock.lock();
    try {
      return accountId;
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

  /** Begins no more calls; one under way is left to end by its own timeout. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    threads.forEach(Thread::interrupt);
  }

  private void run() {
    while (!isClosed()) {
      try {
        Poll poll = next();
        if (poll != null) {
          ended(poll, describe(poll.jobName()));
          listener.budgetWaited(accountRegion, poll.waited());
        }
      } catch (InterruptedException e) {
        log.debug("Closing, or a timeout of the SDK that came too late: isClosed() tells");
      } catch (RuntimeException e) {
        log.error("The end of a poll failed unexpectedly", e);
      }
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  // A call that fails in a way nobody foresaw must not end the thread.
  private Observation describe(String jobName) {
    try {
      return describe.apply(jobName);
    } catch (RuntimeException | Error e) {
      log.error("Describing optimization job {} failed unexpectedly", jobName, e);
      return new Observation.Unavailable(
          "The poll failed unexpectedly (" + e.getClass().getSimpleName() + "); see the log.",
          clock.instant());
    }
  }

  /** Waits for the next poll; null once closed. */
  private @Nullable Poll next() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        Instant now = clock.instant();
        Poll poll = schedule.take(now);
        if (poll != null) {
          return poll;
        }
        Instant takeTime = schedule.nextTakeTime(now);
        if (takeTime == null) {
          changed.await();
        } else {
          long unusedNanos = changed.awaitNanos(Duration.between(now, takeTime).toNanos());
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void ended(Poll poll, Observation observation) {
    Set<ResourceKey> concerned;
    AccountHealth health;
    boolean nowFailing;
    boolean nowRecovered;
    lock.lock();
    try {
      Set<ResourceKey> resources = schedule.resourcesOf(poll.jobName());
      if (!resources.isEmpty()) {
        histories.merge(
            poll.jobName(),
            PollHistory.NONE.after(observation),
            (history, first) -> history.after(observation));
      }
      poll.requests()
          .forEach(
              (resource, request) -> {
                if (resources.contains(resource)) {
                  answeredRequests.put(resource, request);
                }
              });
      schedule.ended(poll, observation, clock.instant());
      accountId = accountId(observation);
      health = schedule.health();
      nowFailing =
          !failureShown && health.failedFor(ReflectionPolicy.FAILURES_SHOWN_AFTER, graceTime);
      nowRecovered = failureShown && health.answered();
      boolean firstAnswer = !everAnswered && health.answered();
      failureShown = (failureShown || nowFailing) && !nowRecovered;
      everAnswered = everAnswered || health.answered();
      concerned = nowFailing || nowRecovered || firstAnswer ? schedule.resources() : resources;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (nowFailing) {
      listener.accountFailing(accountRegion, health, concerned.size());
    }
    if (nowRecovered) {
      listener.accountRecovered(accountRegion);
    }
    listener.reconcile(concerned);
  }

  private @Nullable String accountId(Observation observation) {
    String told = null;
    if (observation instanceof Observation.Found found) {
      told = found.accountId();
    } else if (observation instanceof Observation.Absent absent) {
      told = absent.accountId();
    }
    return told == null ? accountId : told;
  }
}
