package dev.jobreflector.decision;

import static dev.jobreflector.decision.Answer.absent;
import static dev.jobreflector.decision.Answer.denied;
import static dev.jobreflector.decision.Answer.found;
import static dev.jobreflector.decision.Answer.misconfigured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Events of a resource sort as its job lived. */
class EventOrderTest {

  private static final Instant BEFORE_THE_RESOURCE = Story.CREATED.minusSeconds(3600);
  private static final Instant LATER = Story.CREATED.plusSeconds(100);
  private static final Instant AGAIN = LATER.plusSeconds(3600);

  static Stream<Arguments> lives() {
    return Stream.of(
        arguments(
            "Starting, InProgress, Completed",
            Story.begins()
                .poll(found("STARTING"))
                .poll(found("INPROGRESS"))
                .poll(found("COMPLETED"))),
        arguments(
            "Starting, InProgress, UnknownStatus, Stopping, Stopped",
            Story.begins()
                .poll(found("STARTING"))
                .poll(found("INPROGRESS"))
                .poll(found("PAUSED"))
                .poll(found("STOPPING"))
                .poll(found("STOPPED"))),
        arguments(
            "Starting, Failed, Recreated, Starting, Completed",
            Story.begins()
                .poll(found(Descriptions.in("STARTING", LATER)))
                .poll(found(Descriptions.in("FAILED", LATER)))
                .poll(found(Descriptions.in("STARTING", AGAIN)))
                .poll(found(Descriptions.in("COMPLETED", AGAIN)))),
        arguments(
            "Stopped, Recreated, Starting",
            Story.begins()
                .poll(found(Descriptions.in("STOPPED", LATER)))
                .poll(found(Descriptions.in("STARTING", LATER.plusSeconds(1))))),
        arguments(
            "JobNotFound, Recovered, Starting, InProgress",
            Story.begins()
                .failing(absent())
                .poll(found(Descriptions.in("STARTING", LATER)))
                .poll(found(Descriptions.in("INPROGRESS", LATER)))),
        arguments(
            "AccessDenied, Recovered, Completed",
            Story.begins()
                .failing(denied())
                .poll(found(Descriptions.in("INPROGRESS", BEFORE_THE_RESOURCE)))
                .poll(found(Descriptions.in("COMPLETED", BEFORE_THE_RESOURCE)))),
        arguments(
            "Starting, InProgress, AccessDenied, Recovered, AccessDenied, Recovered, Completed",
            Story.begins()
                .poll(found("STARTING"))
                .poll(found("INPROGRESS"))
                .failing(denied())
                .poll(found("INPROGRESS"))
                .failing(denied())
                .poll(found("INPROGRESS"))
                .poll(found("COMPLETED"))),
        arguments(
            "InProgress, JobNotFound, AccessDenied, InvalidConfiguration, Recovered",
            Story.begins()
                .poll(found("INPROGRESS"))
                .failing(absent())
                .failing(denied())
                .failing(misconfigured())
                .poll(found("INPROGRESS"))),
        arguments(
            "Starting, InProgress, JobNotFound",
            Story.begins().poll(found("STARTING")).poll(found("INPROGRESS")).failing(absent())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lives")
  void events_sort_in_the_order_of_the_life(String life, Story story) {
    assertThat(story.events().stream().sorted(Comparator.comparing(Announcement::order)))
        .extracting(Announcement::reason)
        .containsExactlyElementsOf(List.of(life.split(", ")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lives")
  void order_can_be_part_of_a_name_and_has_at_most_23_characters(String life, Story story) {
    assertThat(story.events())
        .extracting(Announcement::order)
        .allMatch(order -> order.matches("[0-9a-f]{12,23}"));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 253_402_300_800L, 0xFF_FFFF_FFFFL, Long.MAX_VALUE})
  void a_time_that_cannot_be_gives_an_order_of_the_same_length(long second) {
    assertThat(EventOrder.entered(second, JobState.FAILED)).matches("[0-9a-f]{10}50");
  }

  @Test
  void order_of_a_state_is_the_jobs_creation_time_and_the_place_in_its_life() {
    assertThat(EventOrder.entered(0x6924_A580L, JobState.STARTING)).isEqualTo("006924a58010");
  }

  @Test
  void times_that_differ_between_two_descriptions_of_one_state_change_nothing() {
    Story story = Story.begins().silently(Duration.ofSeconds(1), found("INPROGRESS"));
    Announcement told = story.decide().announcements().get(0);

    Instant inTheSameSecond = Descriptions.JOB_CREATED.plusMillis(900);
    story.silently(Duration.ofSeconds(30), found(Descriptions.in("INPROGRESS", inTheSameSecond)));

    assertIsDecided(story, told);
  }

  @Test
  void a_status_that_another_client_has_wiped_or_restored_changes_nothing() {
    Story story = Story.begins().poll(found("STARTING"));
    var starting = story.status();
    story.poll(found("INPROGRESS")).silently(Duration.ofSeconds(30), found("COMPLETED"));
    Announcement told = story.decide().announcements().get(0);

    story.resource().setStatus(starting);
    assertIsDecided(story, told);

    story.resource().setStatus(null);
    assertIsDecided(story, told);
  }

  @Test
  void a_failure_decided_again_keeps_its_order() {
    Story story = Story.begins().poll(found("INPROGRESS")).poll(denied()).poll(denied());
    story.silently(Story.POLL_EVERY, denied());
    Announcement told = story.decide().announcements().get(0);

    story.silently(Story.POLL_EVERY, denied());

    assertIsDecided(story, told);
  }

  private static void assertIsDecided(Story story, Announcement told) {
    assertThat(story.decide().announcements())
        .extracting(Announcement::reason, Announcement::order, Announcement::identity)
        .containsExactly(tuple(told.reason(), told.order(), told.identity()));
  }
}
