package dev.jobreflector.decision;

import static dev.jobreflector.decision.Answer.absent;
import static dev.jobreflector.decision.Answer.denied;
import static dev.jobreflector.decision.Answer.found;
import static dev.jobreflector.decision.Answer.misconfigured;
import static dev.jobreflector.decision.Answer.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.StateTransition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Events: one for each transition, exactly once. */
class AnnouncementsTest {

  private static final Instant BEFORE_THE_RESOURCE = Story.CREATED.minusSeconds(3600);

  @ParameterizedTest
  @CsvSource({
    "STARTING, Starting, false",
    "INPROGRESS, InProgress, false",
    "STOPPING, Stopping, false",
    "COMPLETED, Completed, false",
    "FAILED, Failed, true",
    "STOPPED, Stopped, false",
    "PAUSED, UnknownStatus, false"
  })
  void each_state_has_its_reason_and_type(String state, String reason, boolean warning) {
    Story story = Story.begins().poll(found(state));

    assertThat(story.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.reason()).isEqualTo(reason);
              assertThat(event.warning()).isEqualTo(warning);
              assertThat(event.action()).isEqualTo("Reflect");
            });
  }

  @Test
  void whole_life_is_told_in_order() {
    Story story =
        Story.begins()
            .poll(found("STARTING"))
            .poll(found("STARTING"))
            .poll(found("INPROGRESS"))
            .restart()
            .poll(found("INPROGRESS"))
            .poll(found("COMPLETED"))
            .poll(found("COMPLETED"));

    assertThat(story.eventReasons()).containsExactly("Starting", "InProgress", "Completed");
    assertThat(story.eventIdentities()).hasSize(3);
  }

  @Test
  void note_says_from_which_state_to_which_after_how_long() {
    Story story = Story.begins().poll(found("STARTING")).poll(found("INPROGRESS"));

    assertThat(story.events().get(1).note()).isEqualTo("STARTING to INPROGRESS after 1m");
  }

  @Test
  void note_tells_the_recommended_image_or_the_failure_reason() {
    assertThat(Story.begins().poll(found("COMPLETED")).events().get(0).note())
        .contains(Descriptions.IMAGE);
    assertThat(Story.begins().poll(found("FAILED")).events().get(0).note())
        .contains(Descriptions.FAILURE_REASON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"STARTING", "INPROGRESS", "COMPLETED", "FAILED", "STOPPED"})
  void old_job_is_imported_in_silence(String state) {
    Answer old = found(Descriptions.in(state, BEFORE_THE_RESOURCE));
    Story story = Story.begins().silently(Duration.ofSeconds(1), old);
    assertThat(story.decide().transition()).isNull();

    story.reconcile();

    assertThat(story.events()).isEmpty();
    assertThat(story.status().transitions())
        .extracting(StateTransition::optimizationJobStatus)
        .containsExactly(state);
  }

  @Test
  void what_an_old_job_does_next_is_told() {
    Instant creationTime = Story.CREATED.minusSeconds(30);
    Story story =
        Story.begins()
            .poll(found(Descriptions.in("STARTING", creationTime)))
            .poll(found(Descriptions.in("INPROGRESS", creationTime)));

    assertThat(story.eventReasons()).containsExactly("InProgress");
  }

  @Test
  void state_entered_in_the_second_the_resource_was_created_is_told() {
    Story story = Story.begins().poll(found(Descriptions.in("STARTING", Story.CREATED)));

    assertThat(story.eventReasons()).containsExactly("Starting");
  }

  @Test
  void same_decision_again_has_the_same_identity() {
    Story story = Story.begins().silently(Duration.ofSeconds(1), found("STARTING"));
    String first = story.decide().announcements().get(0).identity();

    story.silently(Duration.ofMinutes(5), found("STARTING"));

    assertThat(story.decide().announcements().get(0).identity()).isEqualTo(first);
  }

  @Test
  void same_failure_decided_again_has_the_same_identity() {
    Story story = Story.begins().poll(denied()).poll(denied());
    story.silently(Story.POLL_EVERY, denied());
    String first = story.decide().announcements().get(0).identity();

    story.silently(Story.POLL_EVERY, denied());

    assertThat(story.decide().announcements().get(0).identity()).isEqualTo(first);
  }

  @Test
  void another_resource_of_the_same_job_has_events_of_its_own() {
    Story one = Story.begins().poll(found("STARTING"));
    Story other = Story.begins();
    other.resource().getMetadata().setUid("uid-2");
    other.poll(found("STARTING"));

    assertThat(other.eventIdentities()).doesNotContainAnyElementsOf(one.eventIdentities());
  }

  @Test
  void failure_and_recovery_are_told_once_each() {
    Story story =
        Story.begins()
            .poll(found("INPROGRESS"))
            .failing(denied())
            .failing(denied())
            .poll(found("INPROGRESS"))
            .failing(denied())
            .poll(found("INPROGRESS"));

    assertThat(story.eventReasons())
        .containsExactly("InProgress", "AccessDenied", "Recovered", "AccessDenied", "Recovered");
    assertThat(story.eventIdentities()).hasSize(5);
  }

  @Test
  void failure_of_the_job_is_a_warning_and_recovery_is_not() {
    Story story = Story.begins().failing(absent()).failing(denied()).failing(misconfigured());
    story.poll(found("STARTING"));

    assertThat(story.events())
        .filteredOn(Announcement::warning)
        .extracting(Announcement::reason)
        .containsExactly("JobNotFound", "AccessDenied", "InvalidConfiguration");
    assertThat(story.eventReasons()).endsWith("Recovered");
  }

  @Test
  void recovery_is_told_though_an_outage_came_between() {
    Story story =
        Story.begins()
            .poll(found("INPROGRESS"))
            .failing(denied())
            .failing(throttled())
            .poll(found("INPROGRESS"));

    assertThat(story.eventReasons()).containsExactly("InProgress", "AccessDenied", "Recovered");
  }

  @Test
  void job_made_again_begins_a_new_story() {
    Instant again = Descriptions.JOB_CREATED.plusSeconds(1);
    Story story =
        Story.begins().poll(found("FAILED")).poll(found(Descriptions.in("STARTING", again)));

    assertThat(story.eventReasons()).containsExactly("Failed", "Recreated", "Starting");
    assertThat(story.status().transitions())
        .extracting(StateTransition::optimizationJobStatus)
        .containsExactly("STARTING");
    assertThat(story.shown(ConditionType.FAILED)).isEqualTo("-");
  }

  @Test
  void job_made_again_in_the_same_state_is_told_too() {
    Instant again = Descriptions.JOB_CREATED.plusSeconds(1);
    Story story =
        Story.begins().poll(found("STARTING")).poll(found(Descriptions.in("STARTING", again)));

    assertThat(story.eventReasons()).containsExactly("Starting", "Recreated", "Starting");
    assertThat(story.eventIdentities()).hasSize(3);
  }

  @Test
  void creation_times_within_one_second_are_one_job() {
    Instant precise = Descriptions.JOB_CREATED.plusMillis(900);
    Story story =
        Story.begins().poll(found("STARTING")).poll(found(Descriptions.in("STARTING", precise)));

    assertThat(story.eventReasons()).containsExactly("Starting");
  }

  @Test
  void last_twenty_transitions_are_kept() {
    Story story = Story.begins();
    for (int i = 1; i <= 25; i++) {
      story.poll(found("STATE" + i));
    }

    List<StateTransition> transitions = story.status().transitions();
    assertThat(transitions).hasSize(20);
    assertThat(transitions.get(0).optimizationJobStatus()).isEqualTo("STATE6");
    assertThat(transitions.get(19).optimizationJobStatus()).isEqualTo("STATE25");
  }

  @Test
  void transition_tells_when_the_job_entered_its_state() {
    Story story = Story.begins().poll(found("STARTING"));
    story.silently(Story.POLL_EVERY, found("INPROGRESS"));

    assertThat(story.decide().transition())
        .isEqualTo(new Decision.Transition("INPROGRESS", Descriptions.JOB_CREATED.plusSeconds(60)));
  }

  @Test
  void suspension_is_no_event() {
    Story story = Story.begins().suspend(true).suspend(false).suspend(true);

    assertThat(story.events()).isEmpty();
  }
}
