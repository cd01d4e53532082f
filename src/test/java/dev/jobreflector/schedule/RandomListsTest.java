package dev.jobreflector.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.JobKey;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollRequest.Urgency;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.decision.ShownJob;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random quarter hours of a schedule with lists that answer, fail, are refused and lie, resources
 * that come and go, writes that are late, and requests: the budget is never idle while a job is
 * due.
 */
class RandomListsTest {

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final int SEEDS = 500;
  private static final List<String> ACTIVE = List.of("STARTING", "INPROGRESS", "STOPPING");

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2, 5})
  void budget_is_never_idle_while_a_job_is_due_and_every_end_is_found(double rate) {
    for (int seed = 0; seed < SEEDS; seed++) {
      QuarterHour quarterHour = new QuarterHour(seed, rate);
      quarterHour.play();
      quarterHour.endAllJobs();
    }
  }

  /** One schedule, driven as poller and reconciler drive it. */
  private static final class QuarterHour {

    private record Task(Instant time, int sequence, Runnable action) implements Comparable<Task> {
      @Override
      public int compareTo(Task other) {
        int byTime = time.compareTo(other.time);
        return byTime == 0 ? Integer.compare(sequence, other.sequence) : byTime;
      }
    }

    private final String name;
    private final Random random;
    private final double rate;
    private final RequestBudget budget;
    private final PollSchedule schedule;
    private final ListedAccount account;
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();

    /**
     * The last poll request of each resource, as its reconcile or the schedule itself decided it.
     */
    private final Map<ResourceKey, PollRequest> pollRequests = new HashMap<>();

    private final Map<ResourceKey, Instant> requestsTaken = new HashMap<>();
    private final Map<String, ShownJob> known = new HashMap<>();
    private final Map<String, Instant> polled = new HashMap<>();
    private final Map<String, Instant> looked = new HashMap<>();
    private final Set<String> inFlight = new HashSet<>();
    private Instant now = START;
    private int sequence;
    private int resources;
    private int calls;
    private int pagesInFlight;
    private int failuresInARow;
    private boolean describesFail;
    private boolean calm;

    QuarterHour(int seed, double rate) {
      this.name = "rate " + rate + ", seed " + seed;
      this.random = new Random(seed);
      this.rate = rate;
      this.budget = new RequestBudget(rate, 2, START);
      this.schedule = new PollSchedule(budget, Duration.ofSeconds(10), START);
      this.account = new ListedAccount(random);
      int others = new int[] {0, 20, 300, 1200}[random.nextInt(4)];
      for (int i = 0; i < others; i++) {
        String status = random.nextInt(3) > 0 ? "INPROGRESS" : "COMPLETED";
        account.put("other-" + i, status, created(), START);
      }
      come(1 + random.nextInt(30));
    }

    void play() {
      Instant end = START.plus(Duration.ofMinutes(15));
      in(10_000, this::happen);
      while (now.isBefore(end)) {
        goOn();
      }
    }

    /**
     * All is well again and all jobs end: each end is found in the time that its describe takes.
     */
    void endAllJobs() {
      calm = true;
      describesFail = false;
      account.lists(ListedAccount.Lists.HONEST);
      Set<String> open = new HashSet<>();
      pollRequests.forEach((resource, pollRequest) -> open.add(pollRequest.job().jobName()));
      for (String job : open) {
        end(job);
      }
      Instant limit = now.plus(Duration.ofMinutes(40)).plusSeconds(Math.round(400 / rate));
      while (!pollRequests.isEmpty() && now.isBefore(limit)) {
        goOn();
      }
      assertThat(pollRequests).as("%s: jobs whose end was not found", name).isEmpty();
    }

    private Instant created() {
      return START.minusSeconds(random.nextInt(100_000));
    }

    private void in(int millis, Runnable action) {
      tasks.add(new Task(now.plusMillis(millis), sequence++, action));
    }

    /** To the next thing that happens, or the next time the schedule names. */
    private void goOn() {
      takeAll();
      Instant take = schedule.nextTakeTime(now);
      Instant task = tasks.isEmpty() ? Instant.MAX : tasks.peek().time();
      Instant next = take != null && take.isBefore(task) ? take : task;
      assertThat(next).as("%s: waits for ever", name).isNotEqualTo(Instant.MAX);
      now = next.isAfter(now) ? next : now;
      while (!tasks.isEmpty() && !tasks.peek().time().isAfter(now)) {
        tasks.remove().action().run();
      }
    }

    /** Something changes, each few seconds. */
    private void happen() {
      if (calm) {
        return;
      }
      switch (random.nextInt(12)) {
        case 0 -> come(1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 20));
        case 1, 2 -> any().ifPresent(this::go);
        case 3, 4 -> any().ifPresent(resource -> move(pollRequests.get(resource).job().jobName()));
        case 5 ->
            any().ifPresent(resource -> account.remove(pollRequests.get(resource).job().jobName()));
        case 6, 7 -> any().ifPresent(this::request);
        case 8 -> account.lists(ListedAccount.Lists.HONEST);
        case 9, 10 -> {
          ListedAccount.Lists[] moods = ListedAccount.Lists.values();
          account.lists(moods[random.nextInt(moods.length)]);
        }
        default -> describesFail = random.nextInt(3) == 0;
      }
      in(500 + random.nextInt(20_000), this::happen);
    }

    private Optional<ResourceKey> any() {
      return pollRequests.keySet().stream()
          .skip(random.nextInt(1 + pollRequests.size()))
          .findFirst();
    }

    private void come(int count) {
      for (int i = 0; i < count; i++) {
        String job = "job-" + resources++;
        String status = ACTIVE.get(random.nextInt(3));
        Instant created = created();
        account.put(job, status, created, START);
        ResourceKey resource = new ResourceKey("ns-" + random.nextInt(4), job);
        boolean seenBefore = random.nextInt(3) == 0;
        ShownJob shown = seenBefore ? new ShownJob(status, created, START) : null;
        if (shown != null) {
          known.put(job, shown);
        }
        looked.put(job, now);
        register(
            resource,
            pollRequest(
                job,
                seenBefore ? Urgency.DUE : Urgency.NEW,
                seenBefore ? random.nextInt(10_000) : 0,
                null,
                true));
      }
    }

    private void go(ResourceKey resource) {
      String job = pollRequests.get(resource).job().jobName();
      schedule.forget(resource, now);
      pollRequests.remove(resource);
      known.remove(job);
      polled.remove(job);
    }

    private void move(String job) {
      ListedJob present = account.get(job);
      if (present != null) {
        String next = List.of("INPROGRESS", "STOPPING", "COMPLETED").get(random.nextInt(3));
        account.put(job, next, present.creationTime(), now);
      }
    }

    private void end(String job) {
      ListedJob present = account.get(job);
      account.put(job, "COMPLETED", present == null ? created() : present.creationTime(), now);
    }

    private void request(ResourceKey resource) {
      String job = pollRequests.get(resource).job().jobName();
      register(resource, pollRequest(job, Urgency.REQUESTED, 0, "request-" + sequence++, true));
    }

    private PollRequest pollRequest(
        String job, Urgency urgency, int dueInMillis, String request, boolean written) {
      return new PollRequest(
          new JobKey(new AccountRegion(AccountRegion.OPERATOR, "us-east-1"), job),
          urgency,
          now.plusMillis(dueInMillis),
          request,
          polled.get(job),
          Duration.ofSeconds(10),
          known.get(job),
          written);
    }

    private void register(ResourceKey resource, PollRequest pollRequest) {
      schedule.register(resource, pollRequest, now);
      pollRequests.put(resource, pollRequest);
    }

    private void takeAll() {
      while (true) {
        Instant take = schedule.nextTakeTime(now);
        Call call = schedule.take(now);
        assertThat(call != null)
            .as("%s at %s: the next call was said to come at %s", name, now, take)
            .isEqualTo(take != null && !take.isAfter(now));
        if (call == null) {
          assertNotIdle();
          return;
        }
        calls++;
        assertThat((double) calls)
            .as("%s: calls", name)
            .isLessThanOrEqualTo(2.001 + rate * Duration.between(START, now).toMillis() / 1000.0);
        begin(call);
      }
    }

    private void begin(Call call) {
      int latency = 20 + random.nextInt(random.nextInt(50) == 0 ? 10_000 : 300);
      if (call instanceof ListCall page) {
        pagesInFlight++;
        in(latency, () -> ended(page));
        return;
      }
      Poll poll = (Poll) call;
      inFlight.add(poll.jobName());
      for (ResourceKey resource : poll.requests().keySet()) {
        Instant before = requestsTaken.put(resource, now);
        assertThat(before == null || !before.plusSeconds(5).isAfter(now))
            .as("%s: request of %s at %s, the one before at %s", name, resource, now, before)
            .isTrue();
      }
      in(latency, () -> ended(poll));
    }

    private void ended(ListCall call) {
      pagesInFlight--;
      Object answer = account.answer(call, now);
      if (answer instanceof ListPage page) {
        for (ListedJob listed : page.jobs()) {
          ShownJob shown = known.get(listed.name());
          boolean same =
              shown != null
                  && listed.optimizationJobStatus().equals(shown.optimizationJobStatus())
                  && listed.creationTime().equals(shown.creationTime());
          if (same && !inFlight.contains(listed.name())) {
            looked.merge(listed.name(), call.startTime(), (a, b) -> a.isAfter(b) ? a : b);
          }
        }
        schedule.listed(call, page, now);
      } else {
        schedule.listFailed(call, (Observation) answer, now);
      }
    }

    private void ended(Poll poll) {
      String job = poll.jobName();
      Observation observation = describe(job);
      boolean failed = observation instanceof Observation.AccountFailure;
      boolean counts = failed && !(observation instanceof Observation.Throttled);
      failuresInARow = counts ? failuresInARow + 1 : 0;
      inFlight.remove(job);
      if (!schedule.ended(poll, observation, now)) {
        return;
      }
      polled.put(job, now);
      looked.put(job, now);
      if (observation instanceof Observation.Found found) {
        known.put(job, ShownJob.of(found.description()));
      }
      for (ResourceKey resource : schedule.resourcesOf(job)) {
        PollRequest before = pollRequests.get(resource);
        String request = before.reconcileRequest();
        if (request == null || request.equals(poll.requests().get(resource))) {
          boolean due = observation instanceof Observation.Found && !known.get(job).isFinal();
          pollRequests.put(
              resource, pollRequest(job, due ? Urgency.DUE : Urgency.RETRIED, 10_000, null, false));
        }
        in(random.nextInt(100) == 0 ? 60_000 : random.nextInt(200), () -> reconcile(resource));
      }
    }

    private Observation describe(String job) {
      if (describesFail) {
        return random.nextInt(3) == 0
            ? new Observation.Throttled("slow down", now)
            : new Observation.Unavailable("no answer", now);
      }
      return account.describe(job, now);
    }

    private void reconcile(ResourceKey resource) {
      PollRequest before = pollRequests.get(resource);
      if (before == null || before.reconcileRequest() != null) {
        return;
      }
      String job = before.job().jobName();
      ShownJob shown = known.get(job);
      if (shown != null && shown.isFinal()) {
        go(resource);
        return;
      }
      boolean due = before.urgency() == Urgency.DUE;
      int after = due ? 9_000 + random.nextInt(2_000) : 30_000;
      Instant last = polled.get(job);
      int since = last == null ? 0 : (int) Duration.between(last, now).toMillis();
      register(
          resource,
          pollRequest(job, before.urgency(), after - since, null, random.nextInt(20) > 0));
    }

    private void assertNotIdle() {
      boolean token = !budget.nextTokenTime(now).isAfter(now);
      if (!token || failuresInARow >= 2) {
        return;
      }
      double presentRate = budget.rate();
      List<String> due = new ArrayList<>();
      pollRequests.forEach(
          (resource, pollRequest) -> {
            String job = pollRequest.job().jobName();
            if (!inFlight.contains(job)
                && !pollRequest.dueTime().isAfter(now)
                && !isTooSoon(resource)) {
              due.add(job);
              assertThat(pollRequest.urgency())
                  .as("%s at %s: %s waits, with a token", name, now, job)
                  .isEqualTo(Urgency.DUE);
              assertThat(pollRequest.written())
                  .as("%s at %s: %s waits though it is not written", name, now, job)
                  .isTrue();
              assertThat(Duration.between(looked.get(job), now))
                  .as("%s at %s: %s was not looked at", name, now, job)
                  .isLessThan(
                      Duration.ofMillis(Math.round(31_000 + 4_100 * pages() / presentRate)));
            }
          });
      if (!due.isEmpty() && pagesInFlight == 0) {
        assertThat(schedule.nextTakeTime(now))
            .as("%s at %s: next call, with %s due", name, now, due)
            .isBeforeOrEqualTo(
                now.plusMillis(Math.round(Math.max(14_000, 1_200 * pages() / presentRate))));
      }
    }

    private boolean isTooSoon(ResourceKey resource) {
      Instant taken = requestsTaken.get(resource);
      return pollRequests.get(resource).reconcileRequest() != null
          && taken != null
          && taken.plusSeconds(5).isAfter(now);
    }

    /** As many pages as a sweep may expect. */
    private int pages() {
      return Math.max(Math.min(20, known.size() + 1), account.size() / 100 + 3);
    }
  }
}
