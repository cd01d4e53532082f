package dev.jobreflector.decision;

import static dev.jobreflector.decision.Answer.absent;
import static dev.jobreflector.decision.Answer.absentInOtherAccount;
import static dev.jobreflector.decision.Answer.absentInUnknownAccount;
import static dev.jobreflector.decision.Answer.credentialsRefused;
import static dev.jobreflector.decision.Answer.denied;
import static dev.jobreflector.decision.Answer.found;
import static dev.jobreflector.decision.Answer.foundInOtherAccount;
import static dev.jobreflector.decision.Answer.misconfigured;
import static dev.jobreflector.decision.Answer.throttled;
import static dev.jobreflector.decision.Answer.unavailable;
import static dev.jobreflector.decision.ConditionType.READY;
import static dev.jobreflector.decision.ConditionType.STALLED;
import static dev.jobreflector.decision.ConditionType.SYNCED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The condition that tells of the poll itself. */
class SyncedTest {

  private static final ReflectionPolicy OTHER_REGION = Story.policyIn("eu-west-1");

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments("absent", absent(), "False/JobNotFound"),
        arguments("denied", denied(), "False/AccessDenied"),
        arguments("misconfigured", misconfigured(), "False/InvalidConfiguration"),
        arguments("throttled", throttled(), "False/Throttled"),
        arguments("unavailable", unavailable(), "False/Unavailable"),
        arguments("credentials refused", credentialsRefused(), "False/Unavailable"));
  }

  @Test
  void absent_before_the_first_poll() {
    assertThat(Story.begins().resyncEvery(60).shown(SYNCED)).isEqualTo("-");
  }

  @Test
  void found_is_described() {
    assertThat(Story.begins().poll(found("INPROGRESS")).shown(SYNCED)).isEqualTo("True/Described");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("failures")
  void failure_shows_after_three_polls_and_a_minute(String name, Answer answer, String shown) {
    Story story = Story.begins().poll(found("INPROGRESS")).poll(answer).poll(answer);
    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");

    story.poll(answer);

    assertThat(story.shown(SYNCED)).isEqualTo(shown);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void many_failed_polls_within_a_minute_show_nothing(String name, Answer answer, String shown) {
    Story story = Story.begins().poll(found("INPROGRESS"));
    for (int i = 0; i < 10; i++) {
      story.silently(Duration.ofSeconds(5), null).pollNow(answer);
    }

    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void one_failed_poll_however_long_ago_shows_nothing(String name, Answer answer, String shown) {
    Story story = Story.begins().poll(found("INPROGRESS")).poll(answer).wait(Duration.ofHours(1));

    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void recovery_shows_at_once(String name, Answer answer, String shown) {
    Story story = Story.begins().failing(answer).poll(found("INPROGRESS"));

    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void shown_failure_stays_across_a_restart(String name, Answer answer, String shown) {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(answer);
    int writes = story.writes();

    story.restart().poll(answer);

    assertThat(story.shown(SYNCED)).isEqualTo(shown);
    assertThat(story.writes()).isEqualTo(writes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void failed_poll_changes_nothing_of_what_is_known_of_the_job(
      String name, Answer answer, String shown) {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(answer);

    assertThat(story.status().description()).isEqualTo(Descriptions.in("INPROGRESS"));
    assertThat(story.status().transitions()).hasSize(1);
    assertThat(story.status().accountId()).isEqualTo(Answer.ACCOUNT);
    assertThat(story.status().region()).isEqualTo("us-east-1");
  }

  @ParameterizedTest(name = "{0} then {1}")
  @MethodSource("causes")
  void outage_is_one_write_each_way_even_where_its_cause_changes(
      String first, String second, Answer before, Answer after) {
    Story story = Story.begins().poll(found("INPROGRESS"));
    int writes = story.writes();
    int events = story.events().size();

    story.failing(before).failing(after).failing(before);
    assertThat(story.writes()).isEqualTo(writes + 1);

    story.poll(found("INPROGRESS")).poll(found("INPROGRESS"));
    assertThat(story.writes()).isEqualTo(writes + 2);
    assertThat(story.events()).hasSize(events);
  }

  static Stream<Arguments> causes() {
    return Stream.of(
        arguments("throttled", "unavailable", throttled(), unavailable()),
        arguments("unavailable", "credentials", unavailable(), credentialsRefused()),
        arguments("credentials", "throttled", credentialsRefused(), throttled()));
  }

  @Test
  void causes_of_an_outage_count_together() {
    Story story =
        Story.begins()
            .poll(found("INPROGRESS"))
            .poll(throttled())
            .poll(unavailable())
            .poll(credentialsRefused());

    assertThat(story.shown(SYNCED)).startsWith("False/");
  }

  @Test
  void outage_seen_on_other_jobs_shows_too() {
    Story story =
        Story.begins()
            .poll(found("INPROGRESS"))
            .pollNeighbour(unavailable())
            .pollNeighbour(unavailable())
            .pollNeighbour(unavailable());
    assertThat(story.shown(SYNCED)).isEqualTo("False/Unavailable");

    story.pollNeighbour(found("STARTING"));

    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");
  }

  @Test
  void outage_leaves_finished_resources_alone() {
    Story story = Story.begins().poll(found("COMPLETED"));
    int writes = story.writes();

    story.failing(unavailable());

    assertThat(story.writes()).isEqualTo(writes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void outage_never_touches_ready_or_stalled(String name, Answer answer, String shown) {
    Story story = Story.begins().failing(answer);
    String ready = story.shown(READY);
    String stalled = story.shown(STALLED);

    story.failing(throttled()).failing(unavailable()).failing(credentialsRefused());

    assertThat(story.shown(READY)).isEqualTo(ready);
    assertThat(story.shown(STALLED)).isEqualTo(stalled);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void outage_does_not_hide_what_is_wrong_with_the_job(String name, Answer answer, String shown) {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(answer);
    int writes = story.writes();
    var events = story.eventReasons().size();

    story.failing(unavailable()).failing(answer);

    assertThat(story.shown(SYNCED)).isEqualTo(shown);
    assertThat(story.writes()).isEqualTo(writes);
    assertThat(story.events()).hasSize(events);
  }

  @Test
  void refused_credentials_are_not_denied_access() {
    assertThat(Story.begins().failing(credentialsRefused()).shown(READY))
        .isEqualTo("Unknown/Unavailable");
    assertThat(Story.begins().failing(denied()).shown(READY)).isEqualTo("False/AccessDenied");
  }

  @Test
  void message_of_a_failure_says_what_to_do() {
    Story story = Story.begins().failing(absent());

    assertThat(story.condition(SYNCED).message())
        .contains("llama")
        .contains("us-east-1")
        .contains("Create the job");
  }

  @Test
  void suspended_is_unknown() {
    Story story = Story.begins().poll(found("INPROGRESS")).suspend(true);

    assertThat(story.shown(SYNCED)).isEqualTo("Unknown/Suspended");
  }

  @Test
  void suspended_stays_suspended_whatever_a_poll_under_way_brings() {
    Story story = Story.begins().poll(found("INPROGRESS")).suspend(true);

    story.failing(denied());

    assertThat(story.shown(SYNCED)).isEqualTo("Unknown/Suspended");
  }

  @Test
  void resumed_running_job_is_not_described_before_its_poll() {
    Story story = Story.begins().poll(found("INPROGRESS")).suspend(true).suspend(false);
    assertThat(story.shown(SYNCED)).isEqualTo("-");

    story.poll(found("INPROGRESS"));

    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");
  }

  @Test
  void resumed_finished_job_is_described_as_it_was() {
    Story story = Story.begins().poll(found("COMPLETED")).suspend(true).suspend(false);

    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");
  }

  @Test
  void outage_that_ends_with_another_failure_does_not_say_described() {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(unavailable()).poll(denied());

    assertThat(story.shown(SYNCED)).isEqualTo("-");
  }

  @Test
  void job_that_an_unknown_account_does_not_have_is_not_gone() {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(absentInUnknownAccount());

    assertThat(story.shown(SYNCED)).isEqualTo("False/InvalidConfiguration");
    assertThat(story.condition(SYNCED).message()).contains("AWS_ACCOUNT_ID");
    assertThat(story.shown(READY)).isEqualTo("Unknown/InProgress");
  }

  @Test
  void resumed_says_again_that_the_job_is_gone() {
    Story story =
        Story.begins()
            .poll(found("INPROGRESS"))
            .failing(absent())
            .suspend(true)
            .restart()
            .suspend(false);

    assertThat(story.shown(SYNCED)).isEqualTo("False/JobNotFound");
    assertThat(story.eventReasons()).containsOnlyOnce("JobNotFound");
  }

  @Test
  void job_found_after_a_suspension_has_recovered() {
    Story story =
        Story.begins()
            .failing(denied())
            .suspend(true)
            .restart()
            .suspend(false)
            .poll(found("INPROGRESS"));

    assertThat(story.eventReasons()).containsExactly("AccessDenied", "InProgress", "Recovered");
  }

  @Test
  void operator_that_moved_to_another_region_says_so_and_changes_nothing() {
    Story story = Story.begins().poll(found("INPROGRESS"));
    var before = story.status();

    story.restart(OTHER_REGION);

    assertThat(story.shown(SYNCED)).isEqualTo("False/InvalidConfiguration");
    assertThat(story.shown(READY)).isEqualTo("Unknown/InProgress");
    assertThat(story.status().description()).isEqualTo(before.description());
    assertThat(story.status().region()).isEqualTo("us-east-1");
    assertThat(story.decide().pollRequest()).isNull();
    assertThat(story.eventReasons()).contains("InvalidConfiguration");
  }

  @Test
  void operator_that_moved_back_recovers() {
    Story story =
        Story.begins()
            .poll(found("INPROGRESS"))
            .restart(OTHER_REGION)
            .restart()
            .poll(found("INPROGRESS"));

    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");
    assertThat(story.eventReasons()).endsWith("Recovered");
  }

  @Test
  void other_accounts_job_is_not_shown() {
    Story story = Story.begins().poll(found("INPROGRESS")).poll(foundInOtherAccount("COMPLETED"));

    assertThat(story.shown(SYNCED)).isEqualTo("False/InvalidConfiguration");
    assertThat(story.status().accountId()).isEqualTo(Answer.ACCOUNT);
    assertThat(story.status().description()).isEqualTo(Descriptions.in("INPROGRESS"));
  }

  @Test
  void job_that_other_account_does_not_have_is_not_gone() {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(absentInOtherAccount());

    assertThat(story.shown(SYNCED)).isEqualTo("False/InvalidConfiguration");
    assertThat(story.shown(READY)).isEqualTo("Unknown/InProgress");
  }

  @Test
  void suspended_resource_ignores_what_other_account_says_of_its_missing_job() {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(absent()).suspend(true);

    story.poll(foundInOtherAccount("INPROGRESS"));

    assertThat(story.shown(READY)).isEqualTo("False/JobNotFound");
  }
}
