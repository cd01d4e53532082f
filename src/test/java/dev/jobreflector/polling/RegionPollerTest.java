package dev.jobreflector.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.JobKey;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollRequest.Urgency;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.FinishedJob;
import dev.jobreflector.schedule.ListDegradation;
import dev.jobreflector.schedule.ListRequest;
import dev.jobreflector.schedule.PollSchedule;
import dev.jobreflector.schedule.RequestBudget;
import dev.jobreflector.simulator.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the threads that poll do beside each other. */
class RegionPollerTest {

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final AccountRegion PLACE = new AccountRegion(AccountRegion.OPERATOR, "us-east-1");
  private static final int CALLS_AT_ONCE = 8;

  private final SettableClock clock = SettableClock.at(START.plus(Duration.ofMinutes(61)));
  private final Set<String> described = ConcurrentHashMap.newKeySet();
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final List<String> degradations = new CopyOnWriteArrayList<>();
  private final AtomicInteger listed = new AtomicInteger();
  private final AtomicInteger checks = new AtomicInteger();
  private volatile Supplier<Collection<FinishedJob>> finished = List::of;
  private CallThreads threads = new CallThreads();
  private RegionPoller poller;

  @BeforeEach
  void newPoller() {
    poller =
        new RegionPoller(
            PLACE,
            new Queries(),
            new PollSchedule(new RequestBudget(1000, 1000, START), Duration.ofSeconds(10), START),
            new Listener(),
            clock,
            Duration.ofMinutes(1),
            threads,
            CALLS_AT_ONCE);
  }

  @AfterEach
  void close() {
    poller.stop();
    threads.close();
  }

  @Test
  void one_thread_finds_the_finished_jobs_and_the_others_poll_meanwhile() {
    CountDownLatch found = new CountDownLatch(1);
    finished =
        () -> {
          awaitUninterrupted(found);
          return List.of();
        };
    poller.start();
    await().until(() -> checks.get() > 0);

    for (int i = 0; i < CALLS_AT_ONCE; i++) {
      register("job-" + i);
    }

    await().until(() -> described.size() == CALLS_AT_ONCE);
    assertThat(checks).hasValue(1);
    found.countDown();
  }

  @Test
  void finished_jobs_that_cannot_be_found_are_looked_for_an_hour_later() {
    finished =
        () -> {
          throw new IllegalStateException("the cache is broken");
        };
    poller.start();
    await().until(() -> checks.get() > 0);
    register("job");
    await().until(() -> told.contains("job"));
    assertThat(checks).hasValue(1);

    clock.advance(Duration.ofMinutes(61));
    register("another");

    await().until(() -> checks.get() > 1);
  }

  @Test
  void error_that_nobody_foresaw_does_not_end_the_thread() {
    finished =
        () -> {
          throw new StackOverflowError();
        };
    poller.start();
    await().until(() -> checks.get() > 0);

    register("job");

    await().until(() -> told.contains("job"));
  }

  @Test
  void thread_that_cannot_be_made_loses_no_call() {
    poller.stop();
    threads.close();
    AtomicInteger refused = new AtomicInteger(2);
    threads =
        new CallThreads(
            task -> {
              if (refused.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              return new Thread(task);
            });
    newPoller();
    poller.start();

    register("job-1");
    register("job-2");

    await().until(() -> described.containsAll(Set.of("job-1", "job-2")));
  }

  @Test
  void lists_that_are_refused_are_told_of_once() {
    finished = () -> List.of(new FinishedJob(new ResourceKey("default", "old"), "old-job", START));
    poller.start();
    await().until(() -> !degradations.isEmpty());
    clock.advance(Duration.ofMinutes(2));
    register("another");
    await().until(() -> described.contains("old-job"));
    clock.advance(Duration.ofHours(25));
    register("last");
    await().until(() -> listed.get() > 1 && told.contains("last"));

    assertThat(degradations).containsExactly("UNUSABLE: may not list");
  }

  private void register(String name) {
    poller.register(
        new ResourceKey("default", name),
        new PollRequest(
            new JobKey(PLACE, name),
            Urgency.REQUESTED,
            clock.instant(),
            null,
            null,
            Duration.ofSeconds(30),
            null,
            true));
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Knows no job. */
  private final class Queries implements JobSource {

    @Override
    public Observation describe(String jobName) {
      described.add(jobName);
      return new Observation.Absent("123456789012", clock.instant());
    }

    @Override
    public ListAnswer list(ListRequest call) {
      listed.incrementAndGet();
      return new ListAnswer.NoPage(new Observation.Denied("may not list", clock.instant()));
    }

    @Override
    public CredentialsCheck checkCredentials() {
      return new CredentialsCheck(true, "given");
    }

    @Override
    public void close() {}
  }

  private final class Listener implements PollListener {

    @Override
    public void reconcile(Set<ResourceKey> resources) {
      resources.forEach(resource -> told.add(resource.name()));
    }

    @Override
    public Collection<FinishedJob> finishedJobs(AccountRegion accountRegion) {
      checks.incrementAndGet();
      return finished.get();
    }

    @Override
    public void listDegraded(AccountRegion accountRegion, ListDegradation degradation, String why) {
      degradations.add(degradation + ": " + why);
    }

    @Override
    public void budgetWaited(Duration wait) {}

    @Override
    public void accountFailing(
        AccountRegion accountRegion, AccountHealth health, int waitingResources) {}

    @Override
    public void accountRecovered(AccountRegion accountRegion) {}
  }
}
