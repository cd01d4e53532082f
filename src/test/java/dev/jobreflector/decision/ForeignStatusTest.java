package dev.jobreflector.decision;

import static dev.jobreflector.decision.Answer.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.api.v1alpha1.StateTransition;
import dev.jobreflector.decision.PollRequest.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The status is what the operator decided, whoever wrote it before. */
class ForeignStatusTest {

  private static final OptimizationJobStatus EMPTY =
      new OptimizationJobStatus(null, null, null, null, null, List.of(), List.of());

  @ParameterizedTest
  @MethodSource("statuses")
  void what_another_client_writes_is_replaced_by_what_was_decided(OptimizationJobStatus other) {
    Story story = Story.begins().poll(found("STARTING")).poll(found("INPROGRESS"));
    OptimizationJobStatus decided = story.status();

    story.wait(Duration.ofMinutes(1)).overwritten(other);

    assertThat(story.status()).isEqualTo(decided);
    assertThat(story.eventReasons()).containsExactly("Starting", "InProgress");
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void the_status_of_a_finished_job_is_replaced_too_and_one_describe_confirms_it(
      OptimizationJobStatus other) {
    Story story = Story.begins().poll(found("INPROGRESS")).poll(found("FAILED"));
    OptimizationJobStatus decided = story.status();
    assertThat(story.decide().pollRequest()).isNull();

    story.silently(Duration.ofMinutes(1), null).resource().setStatus(other);
    Decision decision = story.decideOver(decided);

    assertThat(decision.status()).isEqualTo(decided);
    assertThat(decision.announcements()).isEmpty();
    assertThat(decision.pollRequest().urgency()).isEqualTo(Urgency.RETRIED);
    story.resource().setStatus(decided);
    story.overwritten(other).pollNow(found("FAILED"));
    assertThat(story.status()).isEqualTo(decided);
    assertThat(story.decide().pollRequest()).isNull();
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void where_nothing_tells_what_was_decided_a_describe_does(OptimizationJobStatus other) {
    Story story = Story.begins().poll(found("INPROGRESS")).poll(found("FAILED"));

    story.overwrittenUnseen(other);

    assertThat(story.decide().pollRequest()).isNotNull();
    story.pollNow(found("FAILED"));
    assertThat(story.status().description()).isEqualTo(Descriptions.in("FAILED"));
    assertThat(story.status().region()).isEqualTo("us-east-1");
    assertThat(story.status().accountId()).isEqualTo(Answer.ACCOUNT);
    assertThat(story.shown(ConditionType.READY)).isEqualTo("False/Failed");
    assertThat(story.shown(ConditionType.COMPLETE)).isEqualTo("-");
    assertThat(story.shown(ConditionType.RECONCILING)).isEqualTo("-");
    assertThat(story.status().conditions())
        .extracting(Condition::type)
        .containsExactlyInAnyOrder("Ready", "Stalled", "Failed", "Finished", "Synced");
    assertThat(story.decide().pollRequest()).isNull();
  }

  @Test
  void a_restored_status_of_a_running_job_that_ended_meanwhile_is_complete_and_no_more() {
    Story story = Story.begins().poll(found("INPROGRESS"));
    OptimizationJobStatus backup = story.status();
    story.poll(found("COMPLETED"));

    story.overwrittenUnseen(backup).pollNow(found("COMPLETED"));

    assertThat(story.status().conditions())
        .extracting(Condition::type)
        .containsExactlyInAnyOrder("Ready", "Complete", "Finished", "Synced");
    assertThat(story.eventIdentities()).hasSize(2);
  }

  @Test
  void until_the_describe_has_told_nothing_is_written_in_place_of_a_description() {
    Story story = Story.begins().poll(found("FAILED"));
    OptimizationJobStatus lie = Story.begins().poll(found("COMPLETED")).status();

    story.overwrittenUnseen(lie);

    assertThat(story.status()).isEqualTo(lie);
  }

  @Test
  void a_condition_of_another_client_does_not_stay() {
    Story story = Story.begins().poll(found("COMPLETED"));
    OptimizationJobStatus decided = story.status();

    story.overwritten(with(decided, condition("Deployed")));

    assertThat(story.status()).isEqualTo(decided);
  }

  @Test
  void the_order_of_conditions_is_nobodys_concern() {
    Story story = Story.begins().poll(found("COMPLETED"));
    List<Condition> reversed = new ArrayList<>(story.status().conditions());
    java.util.Collections.reverse(reversed);
    int writes = story.writes();

    story.overwritten(withConditions(story.status(), reversed));

    assertThat(story.writes()).isEqualTo(writes);
  }

  @Test
  void a_failure_that_was_shown_is_shown_again() {
    Story story = Story.begins().failing(Answer.denied());
    OptimizationJobStatus decided = story.status();

    story.overwritten(EMPTY);

    assertThat(story.status()).isEqualTo(decided);
    assertThat(story.eventReasons()).containsExactly("AccessDenied");
  }

  @Test
  void a_change_of_the_job_meanwhile_is_told_from_what_was_decided() {
    Story story = Story.begins().poll(found("STARTING")).poll(found("INPROGRESS"));

    story.silently(Duration.ofMinutes(1), found("COMPLETED")).overwritten(EMPTY);

    assertThat(story.status().transitions())
        .extracting(StateTransition::optimizationJobStatus)
        .containsExactly("STARTING", "INPROGRESS", "COMPLETED");
    assertThat(story.eventReasons()).containsExactly("Starting", "InProgress", "Completed");
  }

  static Stream<Named<OptimizationJobStatus>> statuses() {
    OptimizationJobStatus running = Story.begins().poll(found("INPROGRESS")).status();
    OptimizationJobStatus completed =
        Story.begins().poll(found("INPROGRESS")).poll(found("COMPLETED")).status();
    return Stream.of(
        named("{}", EMPTY),
        named("as it is created", OptimizationJobStatus.PENDING),
        named("without conditions", withConditions(running, List.of())),
        named("a running job", running),
        named("a completed job", completed),
        named("a completed job of another region and account", elsewhere(completed)),
        named("a job of the year 2099", in2099(completed)),
        named("with a condition more", with(completed, condition("Reconciling"))));
  }

  private static OptimizationJobStatus with(OptimizationJobStatus status, Condition condition) {
    List<Condition> conditions = new ArrayList<>(status.conditions());
    conditions.add(condition);
    return withConditions(status, conditions);
  }

  private static Condition condition(String type) {
    return new Condition(type, "True", "Tested", "", Story.CREATED, null);
  }

  private static OptimizationJobStatus withConditions(
      OptimizationJobStatus status, List<Condition> conditions) {
    return new OptimizationJobStatus(
        status.observedGeneration(),
        status.lastHandledReconcileAt(),
        status.region(),
        status.accountId(),
        status.description(),
        status.transitions(),
        conditions);
  }

  private static OptimizationJobStatus elsewhere(OptimizationJobStatus status) {
    return new OptimizationJobStatus(
        99L,
        "a request",
        "eu-west-1",
        Answer.OTHER_ACCOUNT,
        status.description(),
        List.of(),
        status.conditions());
  }

  private static OptimizationJobStatus in2099(OptimizationJobStatus status) {
    return new OptimizationJobStatus(
        status.observedGeneration(),
        null,
        status.region(),
        status.accountId(),
        Descriptions.in("COMPLETED", Instant.parse("2099-01-01T00:00:00Z")),
        status.transitions(),
        status.conditions());
  }
}
