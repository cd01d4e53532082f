package dev.jobreflector.decision;

import static dev.jobreflector.decision.Answer.absent;
import static dev.jobreflector.decision.Answer.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a status is written, and what it answers. */
class WritesTest {

  @ParameterizedTest
  @EnumSource
  void nothing_is_written_where_nothing_is_new(ContractRow row) {
    Story story = row.play();
    int writes = story.writes();

    story.wait(Duration.ofMinutes(1)).wait(Duration.ofDays(1));

    assertThat(story.writes()).isEqualTo(writes);
    assertThat(story.decide().announcements()).isEmpty();
    assertThat(story.decide().transition()).isNull();
  }

  @Test
  void repeated_poll_that_learns_nothing_writes_nothing() {
    Story story = Story.begins().poll(found("INPROGRESS"));

    story.poll(found("INPROGRESS")).restart().poll(found("INPROGRESS"));

    assertThat(story.writes()).isEqualTo(1);
  }

  @Test
  void default_of_a_new_resource_is_left_alone_until_there_is_something_to_say() {
    Story story = Story.begins().wait(Duration.ofSeconds(5)).restart();

    assertThat(story.status()).isEqualTo(OptimizationJobStatus.PENDING);
    assertThat(story.decide().pollRequest()).isNotNull();
  }

  @Test
  void resource_without_any_status_is_given_one() {
    Story story = Story.begins();
    story.resource().setStatus(null);

    story.reconcile();

    assertThat(story.shown(ConditionType.READY)).isEqualTo("Unknown/Pending");
    assertThat(story.shown(ConditionType.FINISHED)).isEqualTo("False/Pending");
  }

  @ParameterizedTest
  @EnumSource
  void edit_is_answered_at_once(ContractRow row) {
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
  void where_a_job_was_found_is_pinned() {
    Story story = Story.begins().poll(found("STARTING"));

    assertThat(story.status().region()).isEqualTo("us-east-1");
    assertThat(story.status().accountId()).isEqualTo(Answer.ACCOUNT);
  }

  @Test
  void request_is_echoed_once_its_poll_is_done() {
    Story story = Story.begins().poll(found("COMPLETED")).request("one");
    assertThat(story.status().lastHandledReconcileAt()).isNull();

    story.poll(found("COMPLETED"));

    assertThat(story.status().lastHandledReconcileAt()).isEqualTo("one");
    assertThat(story.decide().pollRequest()).isNull();
  }

  @Test
  void request_is_echoed_though_its_poll_failed() {
    Story story = Story.begins().request("one").poll(absent());

    assertThat(story.status().lastHandledReconcileAt()).isEqualTo("one");
  }

  @Test
  void echo_survives_a_restart() {
    Story story = Story.begins().request("one").poll(found("COMPLETED")).restart();

    assertThat(story.status().lastHandledReconcileAt()).isEqualTo("one");
    assertThat(story.decide().pollRequest()).isNull();
  }

  @Test
  void request_that_cannot_be_polled_for_is_echoed_at_once() {
    Story story =
        Story.begins("llama", new OptimizationJobSpec(null, "ap-south-1", null, null))
            .request("one");

    assertThat(story.status().lastHandledReconcileAt()).isEqualTo("one");
  }

  @Test
  void request_waits_while_suspended() {
    Story story = Story.begins().poll(found("INPROGRESS")).suspend(true).request("one");
    assertThat(story.status().lastHandledReconcileAt()).isNull();
    assertThat(story.decide().pollRequest()).isNull();

    story.suspend(false);

    assertThat(story.decide().pollRequest().reconcileRequest()).isEqualTo("one");
    assertThat(story.poll(found("INPROGRESS")).status().lastHandledReconcileAt()).isEqualTo("one");
  }
}
