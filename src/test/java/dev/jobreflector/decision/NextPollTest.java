package dev.jobreflector.decision;

import static dev.jobreflector.decision.Answer.absent;
import static dev.jobreflector.decision.Answer.denied;
import static dev.jobreflector.decision.Answer.found;
import static dev.jobreflector.decision.Answer.misconfigured;
import static dev.jobreflector.decision.Answer.throttled;
import static dev.jobreflector.decision.Answer.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.decision.PollRequest.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a job is polled next, and how urgently. */
class NextPollTest {

  @Test
  void new_resource_is_polled_at_once() {
    PollRequest pollRequest = Story.begins().decide().pollRequest();

    assertThat(pollRequest.urgency()).isEqualTo(Urgency.NEW);
    assertThat(pollRequest.dueTime()).isBeforeOrEqualTo(Story.CREATED);
    assertThat(pollRequest.job())
        .isEqualTo(new JobKey(new AccountRegion(AccountRegion.OPERATOR, "us-east-1"), "llama"));
  }

  @Test
  void spec_names_another_job_and_region() {
    Story story =
        Story.begins("llama", new OptimizationJobSpec("Llama-2", "eu-west-1", null, null));

    assertThat(story.decide().pollRequest().job())
        .isEqualTo(new JobKey(new AccountRegion(AccountRegion.OPERATOR, "eu-west-1"), "Llama-2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"STARTING", "INPROGRESS", "STOPPING", "PAUSED"})
  void unfinished_job_is_due_after_its_period(String state) {
    Story story = Story.begins().poll(found(state));

    assertThat(story.decide().pollRequest().urgency()).isEqualTo(Urgency.DUE);
    assertThat(wait(story)).isBetween(Duration.ofSeconds(27), Duration.ofSeconds(33));
  }

  @Test
  void spec_sets_the_period() {
    Story story = Story.begins().resyncEvery(600).poll(found("INPROGRESS"));

    assertThat(wait(story)).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
  }

  @Test
  void period_varies_by_a_tenth_so_that_polls_make_no_waves() {
    Set<Duration> waits = new HashSet<>();
    Story story = Story.begins();
    for (int i = 0; i < 50; i++) {
      waits.add(wait(story.poll(found("INPROGRESS"))));
    }

    assertThat(waits).hasSizeGreaterThan(40);
    assertThat(waits).anyMatch(wait -> wait.toMillis() < 29_000);
    assertThat(waits).anyMatch(wait -> wait.toMillis() > 31_000);
  }

  @Test
  void decided_twice_the_wish_is_the_same() {
    Story story = Story.begins().poll(found("INPROGRESS"));
    PollRequest first = story.decide().pollRequest();

    assertThat(story.wait(Duration.ofSeconds(3)).decide().pollRequest()).isEqualTo(first);
  }

  @Test
  void wish_says_whether_the_status_decided_with_it_is_written() {
    Story story = Story.begins().poll(found("STARTING"));
    assertThat(story.decide().pollRequest().written()).isTrue();

    story.silently(Duration.ofSeconds(30), found("INPROGRESS"));
    assertThat(story.decide().pollRequest().written()).isFalse();
    assertThat(story.decide().pollRequest().asWritten().written()).isTrue();

    assertThat(story.reconcile().decide().pollRequest().written()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMPLETED", "FAILED", "STOPPED"})
  void finished_job_is_not_polled(String state) {
    assertThat(Story.begins().poll(found(state)).decide().pollRequest()).isNull();
    assertThat(Story.begins().poll(found(state)).restart().decide().pollRequest()).isNull();
  }

  @Test
  void suspended_job_is_not_polled() {
    assertThat(Story.begins().suspend(true).decide().pollRequest()).isNull();
    assertThat(Story.begins().request("now").suspend(true).decide().pollRequest()).isNull();
  }

  @Test
  void job_that_may_not_be_asked_for_is_not_polled() {
    Story region = Story.begins("llama", new OptimizationJobSpec(null, "ap-south-1", null, null));
    Story name = Story.begins("llama.v2", OptimizationJobSpec.EMPTY);

    assertThat(region.decide().pollRequest()).isNull();
    assertThat(name.decide().pollRequest()).isNull();
  }

  @Test
  void absent_job_is_looked_for_as_the_grace_time_ends_then_later_and_later() {
    Story story = Story.begins().pollNow(absent());

    assertThat(polledAfter(story, absent(), 8))
        .containsExactly(30L, 60L, 180L, 420L, 900L, 1800L, 2700L, 3600L);
  }

  @Test
  void failed_poll_is_tried_again_sooner_and_as_the_grace_time_ends() {
    for (Answer answer : List.of(denied(), misconfigured())) {
      Story story = Story.begins().pollNow(answer);

      assertThat(polledAfter(story, answer, 8))
          .containsExactly(10L, 30L, 60L, 140L, 300L, 620L, 1260L, 2160L);
    }
  }

  @Test
  void poll_that_ends_the_grace_time_shows_the_failure() {
    for (Answer answer : List.of(absent(), denied(), misconfigured())) {
      Story story = Story.begins().pollNow(answer);

      while (story.shown(ConditionType.SYNCED).equals("-")) {
        pollWhenDue(story, answer);
      }

      assertThat(story.now()).isEqualTo(Story.CREATED.plusSeconds(60));
    }
  }

  @Test
  void job_that_was_described_is_retried_as_the_grace_time_ends_too() {
    Story story = Story.begins().pollNow(found("INPROGRESS")).pollNow(absent());

    assertThat(polledAfter(story, absent(), 3)).containsExactly(30L, 60L, 180L);
  }

  @ParameterizedTest
  @CsvSource({
    // grace, retry, polls of an absent job, polls of a denied one
    "60, 600, 60 960 1860, 200 600 1400",
    "300, 30, 30 90 210 300 780, 10 30 70 150 300 620",
    "0, 30, 30 90 210, 10 30 70",
    "9, 3, 3 9 21, 1 3 7 9 25",
  })
  void grace_time_and_retry_period_may_be_others(
      int grace, int retry, String absentPolls, String deniedPolls) {
    ReflectionPolicy policy = policy(Duration.ofSeconds(grace), Duration.ofSeconds(retry));
    Story absent = Story.begins().restart(policy).pollNow(absent());
    Story denied = Story.begins().restart(policy).pollNow(denied());

    assertThat(polledAfter(absent, absent(), count(absentPolls))).isEqualTo(numbers(absentPolls));
    assertThat(polledAfter(denied, denied(), count(deniedPolls))).isEqualTo(numbers(deniedPolls));
  }

  @Test
  void failure_that_is_shown_since_before_a_restart_has_no_other_grace_time() {
    Story story = Story.begins().failing(absent()).restart().pollNow(absent());

    assertThat(polledAfter(story, absent(), 2)).containsExactly(30L, 90L);
  }

  @Test
  void resource_whose_first_polls_failed_is_new_again_after_a_restart() {
    for (Answer answer : List.of(absent(), denied(), throttled(), unavailable())) {
      PollRequest pollRequest = Story.begins().poll(answer).restart().decide().pollRequest();

      assertThat(pollRequest.urgency()).isEqualTo(Urgency.NEW);
      assertThat(pollRequest.dueTime()).isBeforeOrEqualTo(Story.CREATED);
    }
  }

  @Test
  void outage_does_not_stretch_the_period() {
    Story story = Story.begins().poll(found("INPROGRESS"));

    for (long seconds : new long[] {10, 20, 30, 30, 30}) {
      story.poll(unavailable());
      assertThat(story.decide().pollRequest().urgency()).isEqualTo(Urgency.RETRIED);
      assertThat(wait(story)).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void wait_begins_anew_with_another_failure() {
    Story story = Story.begins().failing(absent()).poll(denied());

    assertThat(wait(story)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void request_is_polled_at_once_even_for_a_finished_job() {
    PollRequest pollRequest =
        Story.begins().poll(found("COMPLETED")).request("now").decide().pollRequest();

    assertThat(pollRequest.urgency()).isEqualTo(Urgency.REQUESTED);
    assertThat(pollRequest.reconcileRequest()).isEqualTo("now");
    assertThat(pollRequest.dueTime()).isBeforeOrEqualTo(Story.CREATED);
  }

  @Test
  void after_a_restart_first_polls_are_spread_over_the_period() {
    Set<Instant> dueTimes = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Story story = Story.begins();
      story.resource().getMetadata().setUid("uid-" + i);
      PollRequest pollRequest = story.poll(found("INPROGRESS")).restart().decide().pollRequest();
      assertThat(pollRequest.urgency()).isEqualTo(Urgency.DUE);
      assertThat(pollRequest.dueTime()).isBetween(Story.CREATED, Story.CREATED.plusSeconds(30));
      dueTimes.add(pollRequest.dueTime());
    }

    assertThat(dueTimes).hasSizeGreaterThan(90);
  }

  @Test
  void job_of_an_operator_that_pointed_elsewhere_is_looked_at_again_though_finished() {
    Story story =
        Story.begins().poll(found("COMPLETED")).request("now").failing(denied()).restart();

    assertThat(story.decide().pollRequest()).isNotNull();
    assertThat(story.poll(found("COMPLETED")).decide().pollRequest()).isNull();
  }

  @Test
  void finished_job_that_is_gone_is_not_looked_for_any_more() {
    Story story = Story.begins().poll(found("COMPLETED")).request("now").failing(absent());

    assertThat(story.decide().pollRequest()).isNull();
  }

  @Test
  void unfinished_job_that_is_gone_is_looked_for_again() {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(absent());

    assertThat(story.decide().pollRequest().urgency()).isEqualTo(Urgency.RETRIED);
    assertThat(story.restart().decide().pollRequest()).isNotNull();
  }

  /** Polls when they are due, and has the seconds after the beginning at which they were. */
  private static List<Long> polledAfter(Story story, Answer answer, int polls) {
    List<Long> polled = new ArrayList<>();
    Instant begin = story.now();
    for (int i = 0; i < polls; i++) {
      pollWhenDue(story, answer);
      polled.add(Duration.between(begin, story.now()).toSeconds());
    }
    return polled;
  }

  private static void pollWhenDue(Story story, Answer answer) {
    PollRequest pollRequest = story.decide().pollRequest();
    assertThat(pollRequest.urgency()).isEqualTo(Urgency.RETRIED);
    story.silently(Duration.between(story.now(), pollRequest.dueTime()), null).pollNow(answer);
  }

  private static int count(String numbers) {
    return numbers(numbers).size();
  }

  private static List<Long> numbers(String text) {
    return Stream.of(text.split(" ")).map(Long::valueOf).toList();
  }

  private static ReflectionPolicy policy(Duration grace, Duration retry) {
    ReflectionPolicy usual = Story.POLICY;
    return new ReflectionPolicy(
        usual.defaultRegion(),
        usual.allowedRegions(),
        usual.resyncPeriod(),
        usual.freshness(),
        grace,
        retry,
        usual.maxRetryPeriod(),
        usual.redaction());
  }

  /** From the last poll to the next. */
  private static Duration wait(Story story) {
    PollRequest pollRequest = story.decide().pollRequest();
    return Duration.between(pollRequest.lastPollTime(), pollRequest.dueTime());
  }
}
