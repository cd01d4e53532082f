package dev.jobreflector.decision;

import static dev.jobreflector.decision.Answer.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the times in an answer conclude, and that wrong or missing ones never freeze a job. */
class JobTimesTest {
  private static final Instant CREATED = Descriptions.JOB_CREATED;
  private static final OptimizationJobDescription STARTING = Descriptions.in("STARTING");
  private static final OptimizationJobDescription RUNNING = Descriptions.in("INPROGRESS");

  @Test
  void a_job_whose_creation_time_goes_missing_is_the_same_job() {
    Story story =
        Story.begins()
            .poll(found(STARTING))
            .poll(found(Descriptions.at(RUNNING, null, RUNNING.lastModifiedTime())));

    assertThat(story.status().description().optimizationJobStatus()).isEqualTo("INPROGRESS");
    assertThat(story.eventReasons()).containsExactly("Starting", "InProgress");
  }

  @Test
  void a_job_whose_creation_time_comes_back_is_the_same_job() {
    Story story =
        Story.begins()
            .poll(found(STARTING))
            .poll(found(Descriptions.at(STARTING, null, STARTING.lastModifiedTime())))
            .poll(found(RUNNING));

    assertThat(story.status().description()).isEqualTo(RUNNING);
    assertThat(story.eventReasons()).containsExactly("Starting", "InProgress");
    assertThat(story.status().transitions()).hasSize(2);
  }

  @Test
  void the_event_of_a_transition_is_the_same_with_and_without_the_creation_time() {
    Story story = Story.begins().poll(found(STARTING));
    story.silently(Story.POLL_EVERY, found(RUNNING));
    String identity = story.decide().announcements().get(0).identity();

    story.silently(
        Story.POLL_EVERY, found(Descriptions.at(RUNNING, null, RUNNING.lastModifiedTime())));

    assertThat(story.decide().announcements().get(0).identity()).isEqualTo(identity);
  }

  @Test
  void an_event_does_not_say_how_long_a_state_of_unknown_times_took() {
    OptimizationJobDescription timeless = Descriptions.at(Descriptions.in("STOPPING"), null, null);
    Story story = Story.begins().poll(found(STARTING)).poll(found(timeless));

    assertThat(story.events().get(1).note()).isEqualTo("STARTING to STOPPING");
    assertThat(story.status().description()).isEqualTo(timeless);
  }

  @Test
  void a_job_without_any_time_goes_on_being_polled() {
    Story story =
        Story.begins().poll(found(Descriptions.at(Descriptions.in("STOPPING"), null, null)));

    assertThat(story.decide().pollRequest()).isNotNull();
    assertThat(story.shown(ConditionType.SYNCED)).isEqualTo("True/Described");
  }

  @Test
  void what_was_polled_before_the_change_that_is_shown_is_past() {
    Instant change = Story.CREATED.plusSeconds(600);
    Story story = Story.begins().poll(found(STARTING));
    Observation before = found(STARTING).at(story.now());
    story.wait(Duration.ofMinutes(20)).poll(found(Descriptions.at(RUNNING, CREATED, change)));

    assertThat(
            JobTransitions.isPast(
                (Observation.Found) before, story.status().description(), story.now()))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1m", "20m", "30000h", "60000000h"})
  void an_answer_with_a_wrong_time_of_change_is_replaced_by_the_next_true_one(String ahead) {
    Instant wrong = CREATED.plus(Duration.parse("PT" + ahead));
    Story story =
        Story.begins()
            .poll(found(STARTING))
            .poll(found(Descriptions.at(RUNNING, CREATED, wrong)))
            .wait(Duration.ofMinutes(2))
            .poll(found(RUNNING));

    assertThat(story.status().description()).isEqualTo(RUNNING);
  }

  @ParameterizedTest
  @CsvSource({"1m", "30000h", "60000000h"})
  void an_answer_with_a_wrong_creation_time_is_replaced_by_the_next_true_one(String ahead) {
    Instant wrong = CREATED.plus(Duration.parse("PT" + ahead));
    Story story =
        Story.begins()
            .poll(found(STARTING))
            .poll(found(Descriptions.at(STARTING, wrong, STARTING.lastModifiedTime())))
            .wait(Duration.ofMinutes(2))
            .poll(found(RUNNING));

    assertThat(story.status().description()).isEqualTo(RUNNING);
  }
}
