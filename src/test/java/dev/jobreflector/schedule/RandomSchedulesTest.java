package dev.jobreflector.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.JobKey;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollRequest.Urgency;
import dev.jobreflector.decision.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random days of a schedule on a virtual clock: no poll request is lost, none waits for ever. */
class RandomSchedulesTest {

  private static final List<Urgency> UNASKED =
      List.of(Urgency.CHANGED, Urgency.NEW, Urgency.DUE, Urgency.RETRIED);

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final int SEEDS = 100;
  private static final int STEPS = 400;

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 5})
  void take_gives_a_poll_at_the_time_the_schedule_names_and_not_before(double rate) {
    for (int seed = 0; seed < SEEDS; seed++) {
      new Day(seed, rate).play();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 5})
  void every_wish_is_answered_in_the_end(double rate) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Day day = new Day(seed, rate);
      day.play();
      day.settle();
      assertThat(day.open).as("open pollRequests, seed %d", seed).isEmpty();
    }
  }

  /**
   * One schedule, driven as the poller drives it: poll requests, calls that take time, failures.
   */
  private static final class Day {
    private record Call(Poll poll, Instant endTime) {}

    private final String name;
    private final Random random;
    private final PollSchedule schedule;
    private final List<Call> calls = new ArrayList<>();
    private final Map<ResourceKey, PollRequest> open = new HashMap<>();
    private final Map<String, Instant> polled = new HashMap<>();
    private Instant now = START;
    private int requests;

    Day(int seed, double rate) {
      this.name = "seed " + seed;
      this.random = new Random(seed);
      this.schedule = new PollSchedule(new RequestBudget(rate, 2, START), Duration.ZERO, START);
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(5)) {
          case 0 -> register();
          case 1 -> forgetSometimes();
          case 2 -> endOne(true);
          default -> passTime();
        }
        takeAll();
      }
    }

    /** Nobody poll requests any more and AWS answers: what is open must come to its poll. */
    void settle() {
      int guard = 0;
      while (!open.isEmpty() && guard++ < 10_000) {
        takeAll();
        if (!calls.isEmpty()) {
          endOne(false);
        } else {
          Instant next = schedule.nextTakeTime(now);
          assertThat(next).as("%s: %s would wait for ever", name, open).isNotNull();
          now = next;
        }
      }
    }

    private void register() {
      ResourceKey resource = new ResourceKey("ns-" + random.nextInt(4), "r-" + random.nextInt(10));
      String job = "job-" + resource.name();
      boolean request = random.nextInt(6) == 0;
      Urgency urgency = request ? Urgency.REQUESTED : UNASKED.get(random.nextInt(UNASKED.size()));
      PollRequest pollRequest =
          new PollRequest(
              new JobKey(new AccountRegion(AccountRegion.OPERATOR, "us-east-1"), job),
              urgency,
              now.plusSeconds(request ? 0 : random.nextInt(120)),
              request ? "request-" + requests++ : null,
              polled.get(job),
              Duration.ofSeconds(30),
              null,
              true);
      schedule.register(resource, pollRequest, now);
      open.put(resource, pollRequest);
    }

    private void forgetSometimes() {
      if (random.nextInt(4) == 0 && !open.isEmpty()) {
        ResourceKey resource = open.keySet().iterator().next();
        schedule.forget(resource, now);
        open.remove(resource);
        if (schedule.resourcesOf("job-" + resource.name()).isEmpty()) {
          polled.remove("job-" + resource.name());
        }
      }
    }

    private void passTime() {
      Instant next = now.plusMillis(1 + random.nextInt(5000));
      Instant take = schedule.nextTakeTime(now);
      if (take != null && take.isAfter(now.plusMillis(2)) && !take.isAfter(next)) {
        assertThat(schedule.take(take.minusMillis(1))).as("%s: too early", name).isNull();
        next = take;
      }
      now = next;
    }

    private void takeAll() {
      while (true) {
        Instant take = schedule.nextTakeTime(now);
        Poll poll = (Poll) schedule.take(now);
        assertThat(poll != null)
            .as("%s at %s: the next poll was said to come at %s", name, now, take)
            .isEqualTo(take != null && !take.isAfter(now));
        if (poll == null) {
          return;
        }
        calls.add(new Call(poll, now));
        assertThat(calls).as("%s: calls in flight", name).hasSizeLessThanOrEqualTo(2);
      }
    }

    private void endOne(boolean mayFail) {
      if (calls.isEmpty()) {
        return;
      }
      now = now.plusMillis(1 + random.nextInt(500));
      Call call = calls.remove(random.nextInt(calls.size()));
      Observation observation = mayFail ? observation() : new Observation.Absent(null, now);
      Instant begun = call.endTime();
      schedule.ended(call.poll(), observation, now);
      String job = call.poll().jobName();
      if (!schedule.resourcesOf(job).isEmpty()) {
        polled.put(job, now);
      }
      open.entrySet()
          .removeIf(
              entry ->
                  entry.getValue().job().jobName().equals(job)
                      && (entry.getValue().reconcileRequest() == null
                          || entry
                              .getValue()
                              .reconcileRequest()
                              .equals(call.poll().requests().get(entry.getKey()))));
      assertThat(Duration.between(begun, now)).isPositive();
    }

    private Observation observation() {
      return switch (random.nextInt(8)) {
        case 0 -> new Observation.Throttled("", now);
        case 1, 2 -> new Observation.Unavailable("", now);
        default -> new Observation.Absent(null, now);
      };
    }
  }
}
