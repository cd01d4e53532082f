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
  void eachFateOfAJobHasItsConditions(ContractRow row) {
    assertThat(ofTheJob(row.play())).isEqualTo(row.conditions());
  }

  @ParameterizedTest
  @EnumSource
  void conditionsStayAcrossARestart(ContractRow row) {
    assertThat(ofTheJob(row.play().restart())).isEqualTo(row.conditions());
  }

  @ParameterizedTest
  @EnumSource
  void kstatusReadsEachFate(ContractRow row) {
    assertThat(Kstatus.of(row.play().resource())).isEqualTo(row.kstatus());
  }

  @ParameterizedTest
  @EnumSource
  void fluxFindsNoFaultInAnyFate(ContractRow row) {
    assertThat(FluxRules.broken(row.play().resource())).isEmpty();
  }

  @Test
  void failureReasonIsReadysMessage() {
    Story story = Story.begins().poll(Answer.found("FAILED"));

    assertThat(story.condition(ConditionType.READY).message())
        .isEqualTo(Descriptions.FAILURE_REASON);
  }

  @Test
  void completedTellsTheRecommendedImage() {
    Story story = Story.begins().poll(Answer.found("COMPLETED"));

    assertThat(story.condition(ConditionType.READY).message()).contains(Descriptions.IMAGE);
  }

  @Test
  void graceTimeCountsFromTheFirstAnswerThatTheJobIsAbsent() {
    Story story = Story.begins().poll(Answer.absent()).poll(Answer.absent());
    assertThat(story.shown(ConditionType.READY)).isEqualTo("Unknown/JobNotFound");

    story.poll(Answer.absent());

    assertThat(story.shown(ConditionType.READY)).isEqualTo("False/JobNotFound");
  }

  @Test
  void timePassingWithoutAPollConcludesNothing() {
    Story story = Story.begins().poll(Answer.absent()).wait(java.time.Duration.ofDays(1));

    assertThat(story.shown(ConditionType.READY)).isEqualTo("Unknown/JobNotFound");
  }

  @Test
  void fieldsOfAJobThatIsGoneStay() {
    Story story =
        Story.begins().poll(Answer.found("INPROGRESS")).failing(Answer.absent()).restart();

    assertThat(story.status().description()).isEqualTo(Descriptions.in("INPROGRESS"));
  }

  @Test
  void jobThatIsFoundAgainGoesOnWhereItIs() {
    Story story =
        Story.begins()
            .poll(Answer.found("INPROGRESS"))
            .failing(Answer.absent())
            .poll(Answer.found("INPROGRESS"));

    assertThat(ofTheJob(story)).isEqualTo(ContractRow.INPROGRESS.conditions());
  }

  @Test
  void jobThatIsMadeAfterItWasMissedIsShownAtOnce() {
    Story story = Story.begins().failing(Answer.absent()).poll(Answer.found("STARTING"));

    assertThat(ofTheJob(story)).isEqualTo(ContractRow.STARTING.conditions());
  }

  @Test
  void lastTransitionTimeMovesOnlyWithStatus() {
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
