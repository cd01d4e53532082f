package dev.jobreflector.decision;

import static dev.jobreflector.decision.Answer.absent;
import static dev.jobreflector.decision.Answer.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a status is written, and what it answers. */
class WritesTest {

  @ParameterizedTest
  @EnumSource
  void nothingIsWrittenWhereNothingIsNew(ContractRow row) {
    Story story = row.play();
    int writes = story.writes();

    story.wait(Duration.ofMinutes(1)).wait(Duration.ofDays(1));

    assertThat(story.writes()).isEqualTo(writes);
    assertThat(story.decide().announcements()).isEmpty();
    assertThat(story.decide().transition()).isNull();
  }

  @Test
  void repeatedPollThatLearnsNothingWritesNothing() {
    Story story = Story.begins().poll(found("INPROGRESS"));

    story.poll(found("INPROGRESS")).restart().poll(found("INPROGRESS"));

    assertThat(story.writes()).isEqualTo(1);
  }

  @Test
  void defaultOfANewResourceIsLeftAloneUntilThereIsSomethingToSay() {
    Story story = Story.begins().wait(Duration.ofSeconds(5)).restart();

    assertThat(story.status()).isEqualTo(OptimizationJobStatus.PENDING);
    assertThat(story.decide().wish()).isNotNull();
  }

  @Test
  void resourceWithoutAnyStatusIsGivenOne() {
    Story story = Story.begins();
    story.resource().setStatus(null);

    story.reconcile();

    assertThat(story.shown(ConditionType.READY)).isEqualTo("Unknown/Pending");
    assertThat(story.shown(ConditionType.FINISHED)).isEqualTo("False/Pending");
  }

  @ParameterizedTest
  @EnumSource
  void editIsAnsweredAtOnce(ContractRow row) {
    Story story = row.play().resyncEvery(77);

    assertThat(story.status().observedGeneration())
        .isEqualTo(story.resource().getMetadata().getGeneration());
    assertThat(story.status().conditions())
        .allSatisfy(
            condition ->
                assertThat(condition.observedGeneration())
                    .isEqualTo(story.status().observedGeneration()));
  }

  @Test
  void conditionsOfOthersDoNotMakeItWrite() {
    Story story = Story.begins().poll(found("COMPLETED"));
    OptimizationJobStatus own = story.status();
    List<dev.jobreflector.api.v1alpha1.Condition> conditions = new ArrayList<>(own.conditions());
    conditions.add(
        new dev.jobreflector.api.v1alpha1.Condition(
            "Deployed", "True", "Served", "", Story.CREATED, null));
    story
        .resource()
        .setStatus(
            new OptimizationJobStatus(
                own.observedGeneration(),
                own.lastHandledReconcileAt(),
                own.region(),
                own.accountId(),
                own.description(),
                own.transitions(),
                conditions));

    assertThat(Reflection.isShown(story.gathered(), story.decide())).isTrue();
  }

  @Test
  void whereAJobWasFoundIsPinned() {
    Story story = Story.begins().poll(found("STARTING"));

    assertThat(story.status().region()).isEqualTo("us-east-1");
    assertThat(story.status().accountId()).isEqualTo(Answer.ACCOUNT);
  }

  @Test
  void requestIsEchoedOnceItsPollIsDone() {
    Story story = Story.begins().poll(found("COMPLETED")).request("one");
    assertThat(story.status().lastHandledReconcileAt()).isNull();

    story.poll(found("COMPLETED"));

    assertThat(story.status().lastHandledReconcileAt()).isEqualTo("one");
    assertThat(story.decide().wish()).isNull();
  }

  @Test
  void requestIsEchoedThoughItsPollFailed() {
    Story story = Story.begins().request("one").poll(absent());

    assertThat(story.status().lastHandledReconcileAt()).isEqualTo("one");
  }

  @Test
  void echoSurvivesARestart() {
    Story story = Story.begins().request("one").poll(found("COMPLETED")).restart();

    assertThat(story.status().lastHandledReconcileAt()).isEqualTo("one");
    assertThat(story.decide().wish()).isNull();
  }

  @Test
  void requestThatCannotBePolledForIsEchoedAtOnce() {
    Story story =
        Story.begins("llama", new OptimizationJobSpec(null, "ap-south-1", null, null))
            .request("one");

    assertThat(story.status().lastHandledReconcileAt()).isEqualTo("one");
  }

  @Test
  void requestWaitsWhileSuspended() {
    Story story = Story.begins().poll(found("INPROGRESS")).suspend(true).request("one");
    assertThat(story.status().lastHandledReconcileAt()).isNull();
    assertThat(story.decide().wish()).isNull();

    story.suspend(false);

    assertThat(story.decide().wish().request()).isEqualTo("one");
    assertThat(story.poll(found("INPROGRESS")).status().lastHandledReconcileAt()).isEqualTo("one");
  }
}
