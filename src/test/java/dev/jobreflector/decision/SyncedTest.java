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
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The condition that tells of the poll itself. */
class SyncedTest {

  private static final ReflectionPolicy OTHER_REGION =
      new ReflectionPolicy(
          "eu-west-1",
          Set.of("eu-west-1", "us-east-1"),
          Story.POLICY.resyncPeriod(),
          Story.POLICY.freshness(),
          Story.POLICY.graceTime(),
          Story.POLICY.retryPeriod(),
          Story.POLICY.maxRetryPeriod(),
          Story.POLICY.redaction());

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
  void absentBeforeTheFirstPoll() {
    assertThat(Story.begins().resyncEvery(60).shown(SYNCED)).isEqualTo("-");
  }

  @Test
  void foundIsDescribed() {
    assertThat(Story.begins().poll(found("INPROGRESS")).shown(SYNCED)).isEqualTo("True/Described");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("failures")
  void failureShowsAfterThreePollsAndAMinute(String name, Answer answer, String shown) {
    Story story = Story.begins().poll(found("INPROGRESS")).poll(answer).poll(answer);
    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");

    story.poll(answer);

    assertThat(story.shown(SYNCED)).isEqualTo(shown);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void manyFailedPollsWithinAMinuteShowNothing(String name, Answer answer, String shown) {
    Story story = Story.begins().poll(found("INPROGRESS"));
    for (int i = 0; i < 10; i++) {
      story.silently(Duration.ofSeconds(5), null).pollNow(answer);
    }

    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void oneFailedPollHoweverLongAgoShowsNothing(String name, Answer answer, String shown) {
    Story story = Story.begins().poll(found("INPROGRESS")).poll(answer).wait(Duration.ofHours(1));

    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void recoveryShowsAtOnce(String name, Answer answer, String shown) {
    Story story = Story.begins().failing(answer).poll(found("INPROGRESS"));

    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void shownFailureStaysAcrossARestart(String name, Answer answer, String shown) {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(answer);
    int writes = story.writes();

    story.restart().poll(answer);

    assertThat(story.shown(SYNCED)).isEqualTo(shown);
    assertThat(story.writes()).isEqualTo(writes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void failedPollChangesNothingOfWhatIsKnownOfTheJob(String name, Answer answer, String shown) {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(answer);

    assertThat(story.status().description()).isEqualTo(Descriptions.in("INPROGRESS"));
    assertThat(story.status().transitions()).hasSize(1);
    assertThat(story.status().accountId()).isEqualTo(Answer.ACCOUNT);
    assertThat(story.status().region()).isEqualTo("us-east-1");
  }

  @ParameterizedTest(name = "{0} then {1}")
  @MethodSource("causes")
  void outageIsOneWriteEachWayEvenWhereItsCauseChanges(
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
  void causesOfAnOutageCountTogether() {
    Story story =
        Story.begins()
            .poll(found("INPROGRESS"))
            .poll(throttled())
            .poll(unavailable())
            .poll(credentialsRefused());

    assertThat(story.shown(SYNCED)).startsWith("False/");
  }

  @Test
  void outageSeenOnOtherJobsShowsToo() {
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
  void outageLeavesFinishedResourcesAlone() {
    Story story = Story.begins().poll(found("COMPLETED"));
    int writes = story.writes();

    story.failing(unavailable());

    assertThat(story.writes()).isEqualTo(writes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void outageNeverTouchesReadyOrStalled(String name, Answer answer, String shown) {
    Story story = Story.begins().failing(answer);
    String ready = story.shown(READY);
    String stalled = story.shown(STALLED);

    story.failing(throttled()).failing(unavailable()).failing(credentialsRefused());

    assertThat(story.shown(READY)).isEqualTo(ready);
    assertThat(story.shown(STALLED)).isEqualTo(stalled);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void outageDoesNotHideWhatIsWrongWithTheJob(String name, Answer answer, String shown) {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(answer);
    int writes = story.writes();
    var events = story.eventReasons().size();

    story.failing(unavailable()).failing(answer);

    assertThat(story.shown(SYNCED)).isEqualTo(shown);
    assertThat(story.writes()).isEqualTo(writes);
    assertThat(story.events()).hasSize(events);
  }

  @Test
  void refusedCredentialsAreNotDeniedAccess() {
    assertThat(Story.begins().failing(credentialsRefused()).shown(READY))
        .isEqualTo("Unknown/Pending");
    assertThat(Story.begins().failing(denied()).shown(READY)).isEqualTo("False/AccessDenied");
  }

  @Test
  void messageOfAFailureSaysWhatToDo() {
    Story story = Story.begins().failing(absent());

    assertThat(story.condition(SYNCED).message())
        .contains("llama")
        .contains("us-east-1")
        .contains("Create it");
  }

  @Test
  void suspendedIsUnknown() {
    Story story = Story.begins().poll(found("INPROGRESS")).suspend(true);

    assertThat(story.shown(SYNCED)).isEqualTo("Unknown/Suspended");
  }

  @Test
  void suspendedStaysSuspendedWhateverAPollUnderWayBrings() {
    Story story = Story.begins().poll(found("INPROGRESS")).suspend(true);

    story.failing(denied());

    assertThat(story.shown(SYNCED)).isEqualTo("Unknown/Suspended");
  }

  @Test
  void resumedRunningJobIsNotDescribedBeforeItsPoll() {
    Story story = Story.begins().poll(found("INPROGRESS")).suspend(true).suspend(false);
    assertThat(story.shown(SYNCED)).isEqualTo("-");

    story.poll(found("INPROGRESS"));

    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");
  }

  @Test
  void resumedFinishedJobIsDescribedAsItWas() {
    Story story = Story.begins().poll(found("COMPLETED")).suspend(true).suspend(false);

    assertThat(story.shown(SYNCED)).isEqualTo("True/Described");
  }

  @Test
  void outageThatEndsWithAnotherFailureDoesNotSayDescribed() {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(unavailable()).poll(denied());

    assertThat(story.shown(SYNCED)).isEqualTo("-");
  }

  @Test
  void jobThatAnUnknownAccountDoesNotHaveIsNotGone() {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(absentInUnknownAccount());

    assertThat(story.shown(SYNCED)).isEqualTo("False/InvalidConfiguration");
    assertThat(story.condition(SYNCED).message()).contains("AWS_ACCOUNT_ID");
    assertThat(story.shown(READY)).isEqualTo("Unknown/InProgress");
  }

  @Test
  void resumedSaysAgainThatTheJobIsGone() {
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
  void jobFoundAfterASuspensionHasRecovered() {
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
  void operatorThatMovedToAnotherRegionSaysSoAndChangesNothing() {
    Story story = Story.begins().poll(found("INPROGRESS"));
    var before = story.status();

    story.restart(OTHER_REGION);

    assertThat(story.shown(SYNCED)).isEqualTo("False/InvalidConfiguration");
    assertThat(story.shown(READY)).isEqualTo("Unknown/InProgress");
    assertThat(story.status().description()).isEqualTo(before.description());
    assertThat(story.status().region()).isEqualTo("us-east-1");
    assertThat(story.decide().wish()).isNull();
    assertThat(story.eventReasons()).contains("InvalidConfiguration");
  }

  @Test
  void operatorThatMovedBackRecovers() {
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
  void otherAccountsJobIsNotShown() {
    Story story = Story.begins().poll(found("INPROGRESS")).poll(foundInOtherAccount("COMPLETED"));

    assertThat(story.shown(SYNCED)).isEqualTo("False/InvalidConfiguration");
    assertThat(story.status().accountId()).isEqualTo(Answer.ACCOUNT);
    assertThat(story.status().description()).isEqualTo(Descriptions.in("INPROGRESS"));
  }

  @Test
  void jobThatOtherAccountDoesNotHaveIsNotGone() {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(absentInOtherAccount());

    assertThat(story.shown(SYNCED)).isEqualTo("False/InvalidConfiguration");
    assertThat(story.shown(READY)).isEqualTo("Unknown/InProgress");
  }

  @Test
  void suspendedResourceIgnoresWhatOtherAccountSaysOfItsMissingJob() {
    Story story = Story.begins().poll(found("INPROGRESS")).failing(absent()).suspend(true);

    story.poll(foundInOtherAccount("INPROGRESS"));

    assertThat(story.shown(READY)).isEqualTo("False/JobNotFound");
  }
}
