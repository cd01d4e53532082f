package dev.jobreflector.decision;

import static dev.jobreflector.decision.Answer.absent;
import static dev.jobreflector.decision.Answer.absentInUnknownAccount;
import static dev.jobreflector.decision.Answer.credentialsRefused;
import static dev.jobreflector.decision.Answer.denied;
import static dev.jobreflector.decision.Answer.found;
import static dev.jobreflector.decision.Answer.misconfigured;
import static dev.jobreflector.decision.Answer.throttled;
import static dev.jobreflector.decision.Answer.unavailable;
import static dev.jobreflector.decision.ConditionType.READY;
import static dev.jobreflector.decision.ConditionType.STALLED;
import static dev.jobreflector.decision.ConditionType.SYNCED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A resource whose job was never described says from its first failed poll on what is wrong. */
class FirstMinuteTest {

  private static final Duration LATER = Duration.ofSeconds(10);

  static Stream<Arguments> failures() {
    return Stream.concat(failuresOfTheJob(), failuresOfTheAccount());
  }

  static Stream<Arguments> failuresOfTheJob() {
    return Stream.of(
        arguments("JobNotFound", absent(), "has no optimization job named llama in us-east-1"),
        arguments("AccessDenied", denied(), "is not described yet: May not describe."),
        arguments("InvalidConfiguration", misconfigured(), "yet: The endpoint is no endpoint."));
  }

  static Stream<Arguments> failuresOfTheAccount() {
    return Stream.of(
        arguments("Throttled", throttled(), "is not described yet: Too many calls."),
        arguments("Unavailable", unavailable(), "is not described yet: No answer."),
        arguments("Unavailable", credentialsRefused(), "yet: The token has expired."));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("failures")
  void the_first_failed_poll_says_what_is_wrong(String reason, Answer answer, String what) {
    Story story = Story.begins().pollNow(answer);

    assertThat(story.shown(READY)).isEqualTo("Unknown/" + reason);
    assertThat(story.shown(SYNCED)).isEqualTo("-");
    assertThat(story.condition(READY).message()).contains(what).contains("llama in us-east-1");
    assertThat(Kstatus.of(story.resource())).isEqualTo("InProgress");
    assertThat(story.writes()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failuresOfTheJob")
  void it_says_when_ready_becomes_false(String reason, Answer answer, String what) {
    Story story = Story.begins().pollNow(answer);

    assertThat(story.condition(READY).message())
        .matches(".* The operator (retries|polls it again)\\. Ready becomes False if .* 60 s\\.");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failuresOfTheAccount")
  void it_says_that_the_operator_waits_for_an_answer(String reason, Answer answer, String what) {
    Story story = Story.begins().pollNow(answer);

    assertThat(story.condition(READY).message())
        .endsWith(" The operator retries and shows the job as soon as SageMaker answers.");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void it_names_the_account_where_that_is_known(String reason, Answer answer, String what) {
    assertThat(Story.begins().pollNow(answer).condition(READY).message())
        .doesNotContain("(account");

    Story known = Story.begins().ofAccount("123456789012").pollNow(answer);

    assertThat(known.condition(READY).message())
        .contains("llama in us-east-1 (account 123456789012)");
  }

  @Test
  void it_names_the_job_and_the_region_of_the_spec() {
    Story story =
        Story.begins("llama", new OptimizationJobSpec("Llama-3", "eu-west-1", null, null))
            .pollNow(denied());

    assertThat(story.condition(READY).message()).contains("Llama-3 in eu-west-1");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void nothing_more_is_written_and_no_event_is_made_within_the_grace_time(
      String reason, Answer answer, String what) {
    Story story = Story.begins().pollNow(answer);
    for (int i = 0; i < 5; i++) {
      story.silently(LATER, null).pollNow(answer);
    }

    assertThat(story.writes()).isEqualTo(1);
    assertThat(story.events()).isEmpty();
  }

  @Test
  void the_account_that_becomes_known_later_writes_nothing() {
    Story story = Story.begins().pollNow(denied()).ofAccount("123456789012");

    story.silently(LATER, null).pollNow(denied());

    assertThat(story.writes()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failuresOfTheJob")
  void a_failure_of_the_job_stalls_it_after_the_grace_time_in_one_write(
      String reason, Answer answer, String what) {
    Story story = Story.begins().pollNow(answer);

    story.poll(answer).poll(answer);

    assertThat(story.shown(READY)).isEqualTo("False/" + reason);
    assertThat(story.shown(STALLED)).isEqualTo("True/" + reason);
    assertThat(story.shown(SYNCED)).isEqualTo("False/" + reason);
    assertThat(story.eventReasons()).containsExactly(reason);
    assertThat(story.writes()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failuresOfTheAccount")
  void a_failure_of_the_account_never_stalls_it(String reason, Answer answer, String what) {
    Story story = Story.begins().pollNow(answer);
    for (int i = 0; i < 200; i++) {
      story.poll(answer);
    }

    assertThat(story.shown(READY)).isEqualTo("Unknown/" + reason);
    assertThat(story.shown(STALLED)).isEqualTo("-");
    assertThat(story.shown(SYNCED)).isEqualTo("False/" + reason);
    assertThat(story.events()).isEmpty();
    assertThat(story.writes()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void no_message_speaks_of_what_was_last_known(String reason, Answer answer, String what) {
    Story story = Story.begins().failing(answer).failing(answer);

    assertThat(story.status().conditions())
        .extracting(Condition::message)
        .noneMatch(message -> message.contains("last known"));
  }

  @Test
  void an_outage_of_a_described_job_says_that_what_is_shown_was_last_known() {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(unavailable());

    assertThat(story.condition(SYNCED).message())
        .isEqualTo("No answer. Status shows the last known state of the job.");
  }

  @Test
  void causes_of_an_outage_that_take_turns_write_no_more_than_one_cause() {
    Story story = Story.begins();
    for (int i = 0; i < 50; i++) {
      story
          .silently(LATER, null)
          .pollNow(throttled())
          .silently(LATER, null)
          .pollNow(unavailable())
          .silently(LATER, null)
          .pollNow(credentialsRefused());
    }

    assertThat(story.writes()).isEqualTo(2);
    assertThat(story.events()).isEmpty();
  }

  @Test
  void ready_names_the_cause_that_synced_names() {
    Story story = Story.begins().poll(throttled()).poll(throttled()).poll(unavailable());

    assertThat(story.shown(SYNCED)).isEqualTo("False/Unavailable");
    assertThat(story.shown(READY)).isEqualTo("Unknown/Unavailable");
    assertThat(story.condition(READY).message()).isEqualTo(story.condition(SYNCED).message());
  }

  @Test
  void failures_of_the_job_that_take_turns_write_once() {
    Story story = Story.begins();
    for (int i = 0; i < 50; i++) {
      story.silently(LATER, null).pollNow(absent()).silently(LATER, null).pollNow(denied());
    }

    assertThat(story.shown(READY)).isEqualTo("Unknown/JobNotFound");
    assertThat(story.writes()).isEqualTo(1);
  }

  @Test
  void failures_of_job_and_account_that_take_turns_write_once_each() {
    Story story = Story.begins();
    for (int i = 0; i < 50; i++) {
      story.silently(LATER, null).pollNow(unavailable()).silently(LATER, null).pollNow(denied());
    }

    assertThat(story.shown(READY)).isEqualTo("Unknown/AccessDenied");
    assertThat(story.writes()).isEqualTo(2);
  }

  @Test
  void another_failure_of_the_job_shows_once_a_second_poll_confirms_it() {
    Story story = Story.begins().pollNow(denied()).silently(LATER, null).pollNow(absent());
    assertThat(story.shown(READY)).isEqualTo("Unknown/AccessDenied");

    story.silently(LATER, null).pollNow(absent());

    assertThat(story.shown(READY)).isEqualTo("Unknown/JobNotFound");
  }

  @Test
  void an_answer_after_an_outage_shows_at_once() {
    Story story = Story.begins().pollNow(unavailable());

    story.silently(LATER, null).pollNow(absentInUnknownAccount());

    assertThat(story.shown(READY)).isEqualTo("Unknown/JobNotFound");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void a_described_job_is_as_calm_as_ever(String reason, Answer answer, String what) {
    Story story = Story.begins().pollNow(found("INPROGRESS"));

    story.poll(answer).poll(answer);

    assertThat(story.writes()).isEqualTo(1);
  }

  @Test
  void an_outage_seen_on_other_jobs_alone_is_written_once_it_has_lasted() {
    Story story = Story.begins();

    story.pollNeighbour(unavailable()).pollNeighbour(unavailable());
    assertThat(story.writes()).isZero();

    story.pollNeighbour(unavailable());
    assertThat(story.shown(READY)).isEqualTo("Unknown/Unavailable");
    assertThat(story.shown(SYNCED)).isEqualTo("False/Unavailable");
    assertThat(story.writes()).isEqualTo(1);

    story.poll(unavailable()).poll(throttled());
    assertThat(story.writes()).isEqualTo(1);
  }

  @Test
  void the_end_of_an_outage_seen_on_other_jobs_is_one_write_too() {
    Story story = Story.begins();
    for (int i = 0; i < 3; i++) {
      story.pollNeighbour(unavailable());
    }

    story.pollNeighbour(found("STARTING")).pollNeighbour(found("STARTING"));

    assertThat(story.shown(READY)).isEqualTo("Unknown/Pending");
    assertThat(story.shown(SYNCED)).isEqualTo("-");
    assertThat(story.condition(READY).message())
        .isEqualTo(
            "Optimization job llama in us-east-1 is not described yet. The operator polls"
                + " it as soon as the request budget allows.");
    assertThat(story.writes()).isEqualTo(2);
  }

  @Test
  void a_restart_within_the_first_minute_writes_nothing() {
    for (Answer answer : List.of(absent(), denied(), misconfigured(), throttled(), unavailable())) {
      Story story = Story.begins().pollNow(answer).restart().silently(LATER, null).pollNow(answer);

      assertThat(story.writes()).isEqualTo(1);
    }
  }

  @Test
  void an_operator_that_now_asks_another_region_names_that_one() {
    Story story = Story.begins().pollNow(unavailable());

    story.restart(Story.policyIn("eu-west-1")).pollNow(unavailable());

    assertThat(story.condition(READY).message()).contains("llama in eu-west-1");
  }

  @Test
  void a_job_that_is_found_in_the_first_minute_is_shown_without_a_warning() {
    for (Answer answer : List.of(absent(), denied(), misconfigured(), throttled(), unavailable())) {
      Story story = Story.begins().pollNow(answer).silently(LATER, null).pollNow(found("STARTING"));

      assertThat(story.shown(READY)).isEqualTo("Unknown/Starting");
      assertThat(story.shown(SYNCED)).isEqualTo("True/Described");
      assertThat(story.eventReasons()).containsExactly("Starting");
      assertThat(story.writes()).isEqualTo(2);
    }
  }
}
