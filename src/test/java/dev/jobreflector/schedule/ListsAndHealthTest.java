package dev.jobreflector.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.JobKey;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollRequest.Urgency;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.decision.ShownJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a page of a list says about an account and region, beside describes. */
class ListsAndHealthTest {

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final AccountRegion PLACE = new AccountRegion(AccountRegion.OPERATOR, "us-east-1");

  /** Nothing is due before it. */
  private static final Duration PERIOD = Duration.ofSeconds(60);

  private final PollSchedule schedule =
      new PollSchedule(new RequestBudget(1000, 1000, START), Duration.ofSeconds(10), START);
  private Instant now = START;

  /** Running jobs that this process has not polled yet, so that lists are all that is asked for. */
  @BeforeEach
  void know() {
    for (int i = 0; i < 100; i++) {
      ShownJob shown = new ShownJob("INPROGRESS", START.minusSeconds(i), null);
      Instant due = START.plus(PERIOD);
      String job = "job-" + i;
      schedule.register(
          new ResourceKey("a", job),
          new PollRequest(
              new JobKey(PLACE, job), Urgency.DUE, due, null, null, PERIOD, shown, true),
          now);
    }
  }

  @Test
  void page_that_comes_before_any_describe_says_that_the_account_answers() {
    schedule.listed(takePage(), new ListPage(List.of(), null), now);

    assertThat(schedule.health().answered()).isTrue();
  }

  @Test
  void page_that_fails_fails_no_account_and_has_one_job_described() {
    schedule.listFailed(takePage(), unavailable(), now);

    assertThat(schedule.health().failure()).isNull();
    Poll poll = (Poll) schedule.take(now);
    assertThat(poll.jobName()).startsWith("job-");
    assertThat(schedule.take(now)).isNull();
    schedule.ended(poll, unavailable(), now);
    assertThat(schedule.health().failure()).isNotNull();
  }

  @Test
  void page_that_is_throttled_slows_the_budget_down_and_fails_no_account() {
    schedule.listFailed(takePage(), new Observation.Throttled("slow down", now), now);

    assertThat(schedule.rate()).isEqualTo(500);
    assertThat(schedule.health().failure()).isNull();
  }

  @Test
  void page_that_comes_does_not_end_the_failure_of_describes_but_has_one_job_described() {
    failDescribes();
    now = schedule.nextTakeTime(now);
    ListCall page = takePage();

    schedule.listed(page, new ListPage(List.of(), null), now);

    assertThat(schedule.health().failure()).isNotNull();
    Poll probe = (Poll) schedule.take(now);
    schedule.ended(probe, new Observation.Absent(null, now), now);
    assertThat(schedule.health().answered()).isTrue();
  }

  @Test
  void describes_that_are_due_probe_an_account_before_pages_do() {
    failDescribes();
    now = now.plus(PERIOD);

    assertThat(schedule.take(now)).isInstanceOf(Poll.class);
  }

  @Test
  void page_ends_the_failure_where_no_job_is_there_to_be_described() {
    failDescribes();
    ListCall page =
        new ListCall(ListCall.Purpose.AUDIT, new ListRequest(null, null, null, null), now);
    for (int i = 0; i < 100; i++) {
      schedule.forget(new ResourceKey("a", "job-" + i), now);
    }

    schedule.listed(page, new ListPage(List.of(), null), now);

    assertThat(schedule.health().answered()).isTrue();
  }

  private void failDescribes() {
    schedule.listFailed(takePage(), unavailable(), now);
    schedule.ended((Poll) schedule.take(now), unavailable(), now);
    now = now.plusSeconds(8);
    schedule.listFailed(takePage(), unavailable(), now);
    schedule.ended((Poll) schedule.take(now), unavailable(), now);
  }

  private ListCall takePage() {
    return (ListCall) schedule.take(now);
  }

  private Observation unavailable() {
    return new Observation.Unavailable("no answer", now);
  }
}
