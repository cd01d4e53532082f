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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When reconcile requests are taken up, and what they leave to other polls. */
class RequestsTest {

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final AccountRegion PLACE = new AccountRegion(AccountRegion.OPERATOR, "us-east-1");
  private static final ResourceKey RESOURCE = new ResourceKey("a", "job");

  private final PollSchedule schedule =
      new PollSchedule(new RequestBudget(1000, 1000, START), Duration.ZERO, START);
  private Instant now = START;

  @Test
  void first_request_is_polled_at_once() {
    request(RESOURCE, "job", "one");

    assertThat(take().requests()).isEqualTo(Map.of(RESOURCE, "one"));
  }

  @Test
  void next_request_of_the_resource_waits_five_seconds_and_the_last_text_wins() {
    request(RESOURCE, "job", "one");
    end(take());

    for (int i = 1; i < 250; i++) {
      now = START.plusMillis(20L * i);
      request(RESOURCE, "job", "text-" + i);
      assertThat(schedule.take(now)).isNull();
    }

    assertThat(schedule.nextTakeTime(now)).isEqualTo(START.plusSeconds(5));
    now = START.plusSeconds(5);
    assertThat(take().requests()).isEqualTo(Map.of(RESOURCE, "text-249"));
  }

  @Test
  void request_after_five_seconds_is_polled_at_once() {
    request(RESOURCE, "job", "one");
    end(take());
    now = now.plusSeconds(5);

    request(RESOURCE, "job", "two");

    assertThat(take().requests()).isEqualTo(Map.of(RESOURCE, "two"));
  }

  @Test
  void resource_that_is_forgotten_between_two_requests_waits_all_the_same() {
    request(RESOURCE, "job", "one");
    end(take());
    schedule.forget(RESOURCE, now);
    now = now.plusSeconds(1);

    request(RESOURCE, "job", "two");

    assertThat(schedule.nextTakeTime(now)).isEqualTo(START.plusSeconds(5));
  }

  @Test
  void poll_for_another_resource_does_not_answer_a_request_that_waits() {
    request(RESOURCE, "job", "one");
    end(take());
    request(RESOURCE, "job", "two");

    ResourceKey other = new ResourceKey("b", "other");
    request(other, "job", "mine");

    assertThat(take().requests()).isEqualTo(Map.of(other, "mine"));
  }

  @Test
  void poll_that_is_due_for_another_reason_does_not_wait_for_the_request() {
    request(RESOURCE, "job", "one");
    end(take());
    request(RESOURCE, "job", "two");

    schedule.register(new ResourceKey("b", "other"), pollRequest("job", Urgency.NEW, null), now);

    assertThat(take().requests()).isEmpty();
  }

  @Test
  void while_others_are_due_every_third_poll_is_for_a_request() {
    for (int i = 0; i < 10; i++) {
      request(new ResourceKey("loud", "r-" + i), "requested-" + i, "now");
      schedule.register(
          new ResourceKey("quiet", "due-" + i), pollRequest("due-" + i, Urgency.DUE, null), now);
    }

    assertThat(takeAll().subList(0, 6))
        .containsExactly("requested-0", "due-0", "due-1", "requested-1", "due-2", "due-3");
  }

  @Test
  void namespaces_take_turns_in_their_requests() {
    for (int i = 0; i < 10; i++) {
      request(new ResourceKey("loud", "r-" + i), "loud-" + i, "now");
    }
    request(new ResourceKey("quiet", "r"), "quiet", "now");

    assertThat(takeAll().subList(0, 3)).containsExactly("loud-0", "quiet", "loud-1");
  }

  private void request(ResourceKey resource, String job, String text) {
    schedule.register(resource, pollRequest(job, Urgency.REQUESTED, text), now);
  }

  private static PollRequest pollRequest(String job, Urgency urgency, String request) {
    Duration period = Duration.ofSeconds(30);
    return new PollRequest(
        new JobKey(PLACE, job), urgency, START, request, null, period, null, true);
  }

  private Poll take() {
    return (Poll) schedule.take(now);
  }

  private void end(Poll poll) {
    schedule.ended(poll, new Observation.Absent(null, now), now);
  }

  private List<String> takeAll() {
    List<String> taken = new ArrayList<>();
    for (Poll poll = take(); poll != null; poll = take()) {
      taken.add(poll.jobName());
    }
    return taken;
  }
}
