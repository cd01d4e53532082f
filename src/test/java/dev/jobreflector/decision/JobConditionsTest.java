package dev.jobreflector.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conditions that tell of the job, row by row, and how they change. */
class JobConditionsTest {

  @ParameterizedTest
  @EnumSource
  void each_fate_of_a_job_has_its_conditions(ContractRow row) {
    assertThat(ofTheJob(row.play())).isEqualTo(row.conditions());
  }

  @ParameterizedTest
  @EnumSource
  void conditions_stay_across_a_restart(ContractRow row) {
    assertThat(ofTheJob(row.play().restart())).isEqualTo(row.conditions());
  }

  @ParameterizedTest
  @EnumSource
  void kstatus_reads_each_fate(ContractRow row) {
    assertThat(Kstatus.of(row.play().resource())).isEqualTo(row.kstatus());
  }

  @ParameterizedTest
  @EnumSource
  void flux_finds_no_fault_in_any_fate(ContractRow row) {
    assertThat(FluxRules.broken(row.play().resource())).isEmpty();
  }

  @Test
  void failure_reason_is_readys_message() {
    Story story = Story.begins().poll(Answer.found("FAILED"));

    assertThat(story.condition(ConditionType.READY).message())
        .isEqualTo(Descriptions.FAILURE_REASON);
  }

  @Test
  void completed_tells_the_recommended_image() {
    Story story = Story.begins().poll(Answer.found("COMPLETED"));

    assertThat(story.condition(ConditionType.READY).message()).contains(Descriptions.IMAGE);
  }

  @Test
  void grace_time_counts_from_the_first_answer_that_the_job_is_absent() {
    Story story = Story.begins().poll(Answer.absent()).poll(Answer.absent());
    assertThat(story.shown(ConditionType.READY)).isEqualTo("Unknown/JobNotFound");

    story.poll(Answer.absent());

    assertThat(story.shown(ConditionType.READY)).isEqualTo("False/JobNotFound");
  }

  @Test
  void time_passing_without_a_poll_concludes_nothing() {
    Story story = Story.begins().poll(Answer.absent()).wait(java.time.Duration.ofDays(1));

    assertThat(story.shown(ConditionType.READY)).isEqualTo("Unknown/JobNotFound");
  }

  @Test
  void fields_of_a_job_that_is_gone_stay() {
    Story story =
        Story.begins().poll(Answer.found("INPROGRESS")).failing(Answer.absent()).restart();

    assertThat(story.status().description()).isEqualTo(Descriptions.in("INPROGRESS"));
  }

  @Test
  void job_that_is_found_again_goes_on_where_it_is() {
    Story story =
        Story.begins()
            .poll(Answer.found("INPROGRESS"))
            .failing(Answer.absent())
            .poll(Answer.found("INPROGRESS"));

    assertThat(ofTheJob(story)).isEqualTo(ContractRow.INPROGRESS.conditions());
  }

  @Test
  void job_that_is_made_after_it_was_missed_is_shown_at_once() {
    Story story = Story.begins().failing(Answer.absent()).poll(Answer.found("STARTING"));

    assertThat(ofTheJob(story)).isEqualTo(ContractRow.STARTING.conditions());
  }

  @Test
  void last_transition_time_moves_only_with_status() {
    Story story = Story.begins().poll(Answer.found("STARTING"));
    Condition starting = story.condition(ConditionType.RECONCILING);

    story.poll(Answer.found("INPROGRESS"));

    Condition running = story.condition(ConditionType.RECONCILING);
    assertThat(running.reason()).isNotEqualTo(starting.reason());
    assertThat(running.lastTransitionTime()).isEqualTo(starting.lastTransitionTime());
    story.poll(Answer.found("COMPLETED"));
    assertThat(story.condition(ConditionType.READY).lastTransitionTime()).isEqualTo(story.now());
  }

  private static String ofTheJob(Story story) {
    return ContractRow.conditionsOf(story.resource());
  }
}
