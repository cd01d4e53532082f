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
  void eachStateHasItsReasonAndType(String state, String reason, boolean warning) {
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
  void wholeLifeIsToldInOrder() {
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
  void noteSaysFromWhichStateToWhichAfterHowLong() {
    Story story = Story.begins().poll(found("STARTING")).poll(found("INPROGRESS"));

    assertThat(story.events().get(1).note()).isEqualTo("STARTING to INPROGRESS after 1m");
  }

  @Test
  void noteTellsTheRecommendedImageOrTheFailureReason() {
    assertThat(Story.begins().poll(found("COMPLETED")).events().get(0).note())
        .contains(Descriptions.IMAGE);
    assertThat(Story.begins().poll(found("FAILED")).events().get(0).note())
        .contains(Descriptions.FAILURE_REASON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"STARTING", "INPROGRESS", "COMPLETED", "FAILED", "STOPPED"})
  void oldJobIsImportedInSilence(String state) {
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
  void whatAnOldJobDoesNextIsTold() {
    Instant creationTime = Story.CREATED.minusSeconds(30);
    Story story =
        Story.begins()
            .poll(found(Descriptions.in("STARTING", creationTime)))
            .poll(found(Descriptions.in("INPROGRESS", creationTime)));

    assertThat(story.eventReasons()).containsExactly("InProgress");
  }

  @Test
  void stateEnteredInTheSecondTheResourceWasCreatedIsTold() {
    Story story = Story.begins().poll(found(Descriptions.in("STARTING", Story.CREATED)));

    assertThat(story.eventReasons()).containsExactly("Starting");
  }

  @Test
  void sameDecisionAgainHasTheSameIdentity() {
    Story story = Story.begins().silently(Duration.ofSeconds(1), found("STARTING"));
    String first = story.decide().announcements().get(0).identity();

    story.silently(Duration.ofMinutes(5), found("STARTING"));

    assertThat(story.decide().announcements().get(0).identity()).isEqualTo(first);
  }

  @Test
  void sameFailureDecidedAgainHasTheSameIdentity() {
    Story story = Story.begins().poll(denied()).poll(denied());
    story.silently(Story.POLL_EVERY, denied());
    String first = story.decide().announcements().get(0).identity();

    story.silently(Story.POLL_EVERY, denied());

    assertThat(story.decide().announcements().get(0).identity()).isEqualTo(first);
  }

  @Test
  void anotherResourceOfTheSameJobHasEventsOfItsOwn() {
    Story one = Story.begins().poll(found("STARTING"));
    Story other = Story.begins();
    other.resource().getMetadata().setUid("uid-2");
    other.poll(found("STARTING"));

    assertThat(other.eventIdentities()).doesNotContainAnyElementsOf(one.eventIdentities());
  }

  @Test
  void failureAndRecoveryAreToldOnceEach() {
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
  void failureOfTheJobIsAWarningAndRecoveryIsNot() {
    Story story = Story.begins().failing(absent()).failing(denied()).failing(misconfigured());
    story.poll(found("STARTING"));

    assertThat(story.events())
        .filteredOn(Announcement::warning)
        .extracting(Announcement::reason)
        .containsExactly("JobNotFound", "AccessDenied", "InvalidConfiguration");
    assertThat(story.eventReasons()).endsWith("Recovered");
  }

  @Test
  void recoveryIsToldThoughAnOutageCameBetween() {
    Story story =
        Story.begins()
            .poll(found("INPROGRESS"))
            .failing(denied())
            .failing(throttled())
            .poll(found("INPROGRESS"));

    assertThat(story.eventReasons()).containsExactly("InProgress", "AccessDenied", "Recovered");
  }

  @Test
  void jobMadeAgainBeginsANewStory() {
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
  void jobMadeAgainInTheSameStateIsToldToo() {
    Instant again = Descriptions.JOB_CREATED.plusSeconds(1);
    Story story =
        Story.begins().poll(found("STARTING")).poll(found(Descriptions.in("STARTING", again)));

    assertThat(story.eventReasons()).containsExactly("Starting", "Recreated", "Starting");
    assertThat(story.eventIdentities()).hasSize(3);
  }

  @Test
  void creationTimesWithinOneSecondAreOneJob() {
    Instant precise = Descriptions.JOB_CREATED.plusMillis(900);
    Story story =
        Story.begins().poll(found("STARTING")).poll(found(Descriptions.in("STARTING", precise)));

    assertThat(story.eventReasons()).containsExactly("Starting");
  }

  @Test
  void lastTwentyTransitionsAreKept() {
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
  void transitionTellsWhenTheJobEnteredItsState() {
    Story story = Story.begins().poll(found("STARTING"));
    story.silently(Story.POLL_EVERY, found("INPROGRESS"));

    assertThat(story.decide().transition())
        .isEqualTo(
            new Decision.Transition(
                "STARTING", "INPROGRESS", Descriptions.JOB_CREATED.plusSeconds(60)));
  }

  @Test
  void suspensionIsNoEvent() {
    Story story = Story.begins().suspend(true).suspend(false).suspend(true);

    assertThat(story.events()).isEmpty();
  }
}
