package dev.jobreflector.decision;

import static dev.jobreflector.decision.Answer.absent;
import static dev.jobreflector.decision.Answer.denied;
import static dev.jobreflector.decision.Answer.found;
import static dev.jobreflector.decision.Answer.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.decision.PollWish.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a job is polled next, and how urgently. */
class NextPollTest {

  @Test
  void new_resource_is_polled_at_once() {
    PollWish wish = Story.begins().decide().wish();

    assertThat(wish.urgency()).isEqualTo(Urgency.NEW);
    assertThat(wish.dueTime()).isBeforeOrEqualTo(Story.CREATED);
    assertThat(wish.job())
        .isEqualTo(new JobKey(new AccountRegion(AccountRegion.OPERATOR, "us-east-1"), "llama"));
  }

  @Test
  void spec_names_another_job_and_region() {
    Story story =
        Story.begins("llama", new OptimizationJobSpec("Llama-2", "eu-west-1", null, null));

    assertThat(story.decide().wish().job())
        .isEqualTo(new JobKey(new AccountRegion(AccountRegion.OPERATOR, "eu-west-1"), "Llama-2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"STARTING", "INPROGRESS", "STOPPING", "PAUSED"})
  void unfinished_job_is_due_after_its_period(String state) {
    Story story = Story.begins().poll(found(state));

    assertThat(story.decide().wish().urgency()).isEqualTo(Urgency.DUE);
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
    PollWish first = story.decide().wish();

    assertThat(story.wait(Duration.ofSeconds(3)).decide().wish()).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMPLETED", "FAILED", "STOPPED"})
  void finished_job_is_not_polled(String state) {
    assertThat(Story.begins().poll(found(state)).decide().wish()).isNull();
    assertThat(Story.begins().poll(found(state)).restart().decide().wish()).isNull();
  }

  @Test
  void suspended_job_is_not_polled() {
    assertThat(Story.begins().suspend(true).decide().wish()).isNull();
    assertThat(Story.begins().request("now").suspend(true).decide().wish()).isNull();
  }

  @Test
  void job_that_may_not_be_asked_for_is_not_polled() {
    Story region = Story.begins("llama", new OptimizationJobSpec(null, "ap-south-1", null, null));
    Story name = Story.begins("llama.v2", OptimizationJobSpec.EMPTY);

    assertThat(region.decide().wish()).isNull();
    assertThat(name.decide().wish()).isNull();
  }

  @Test
  void absent_job_is_looked_for_after_thirty_seconds_doubling_to_fifteen_minutes() {
    Story story = Story.begins();

    for (long seconds : new long[] {30, 60, 120, 240, 480, 900, 900}) {
      story.poll(absent());
      assertThat(story.decide().wish().urgency()).isEqualTo(Urgency.RETRIED);
      assertThat(wait(story)).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void denied_job_is_tried_again_sooner() {
    Story story = Story.begins();

    for (long seconds : new long[] {10, 20, 40, 80, 160, 320, 640, 900, 900}) {
      story.poll(denied());
      assertThat(story.decide().wish().urgency()).isEqualTo(Urgency.RETRIED);
      assertThat(wait(story)).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void outage_does_not_stretch_the_period() {
    Story story = Story.begins().poll(found("INPROGRESS"));

    for (long seconds : new long[] {10, 20, 30, 30, 30}) {
      story.poll(unavailable());
      assertThat(story.decide().wish().urgency()).isEqualTo(Urgency.RETRIED);
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
    PollWish wish = Story.begins().poll(found("COMPLETED")).request("now").decide().wish();

    assertThat(wish.urgency()).isEqualTo(Urgency.REQUESTED);
    assertThat(wish.request()).isEqualTo("now");
    assertThat(wish.dueTime()).isBeforeOrEqualTo(Story.CREATED);
  }

  @Test
  void after_a_restart_first_polls_are_spread_over_the_period() {
    Set<Instant> dueTimes = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Story story = Story.begins();
      story.resource().getMetadata().setUid("uid-" + i);
      PollWish wish = story.poll(found("INPROGRESS")).restart().decide().wish();
      assertThat(wish.urgency()).isEqualTo(Urgency.DUE);
      assertThat(wish.dueTime()).isBetween(Story.CREATED, Story.CREATED.plusSeconds(30));
      dueTimes.add(wish.dueTime());
    }

    assertThat(dueTimes).hasSizeGreaterThan(90);
  }

  @Test
  void job_of_an_operator_that_pointed_elsewhere_is_looked_at_again_though_finished() {
    Story story =
        Story.begins().poll(found("COMPLETED")).request("now").failing(denied()).restart();

    assertThat(story.decide().wish()).isNotNull();
    assertThat(story.poll(found("COMPLETED")).decide().wish()).isNull();
  }

  @Test
  void finished_job_that_is_gone_is_not_looked_for_any_more() {
    Story story = Story.begins().poll(found("COMPLETED")).request("now").failing(absent());

    assertThat(story.decide().wish()).isNull();
  }

  @Test
  void unfinished_job_that_is_gone_is_looked_for_again() {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(absent());

    assertThat(story.decide().wish().urgency()).isEqualTo(Urgency.RETRIED);
    assertThat(story.restart().decide().wish()).isNotNull();
  }

  /** From the last poll to the next. */
  private static Duration wait(Story story) {
    PollWish wish = story.decide().wish();
    return Duration.between(wish.lastPollTime(), wish.dueTime());
  }
}
