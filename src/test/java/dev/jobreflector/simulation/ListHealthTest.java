package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.schedule.ListCall.Purpose;
import dev.jobreflector.schedule.ListDegradation;
import dev.jobreflector.simulation.VirtualSageMaker.ListMood;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists that fail, lie or are refused: every change shows all the same. */
class ListHealthTest extends VirtualAccount {

  @Test
  void job_that_lists_leave_out_is_described_at_its_period() {
    running(200, "job");
    settle();
    sageMaker.hideFromLists("job-9");
    time.pass(Duration.ofMinutes(2));
    int before = operator.calls().describesOf("job-9");

    time.pass(Duration.ofMinutes(1));
    assertThat(operator.calls().describesOf("job-9") - before).isBetween(4, 8);
    move("job-9", "FAILED");
    time.pass(Duration.ofSeconds(20));

    assertThat(operator.shown("job-9")).isEqualTo("FAILED");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HONEST")
  void without_lists_every_change_shows_all_the_same(ListMood mood) {
    sageMaker.lists(mood);
    running(30, "job");
    time.pass(Duration.ofMinutes(2));

    for (int i = 0; i < 30; i++) {
      move("job-" + i, "COMPLETED");
    }
    time.pass(Duration.ofMinutes(3));

    for (int i = 0; i < 30; i++) {
      assertThat(operator.shown("job-" + i)).isEqualTo("COMPLETED");
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "REFUSED",
        "UNAVAILABLE",
        "EMPTY_PAGES",
        "SAME_PAGE_WITHOUT_END",
        "OTHER_JOBS_WITHOUT_END",
        "TOKENS_REFUSED"
      })
  void lists_that_alone_fail_stop_no_describe_and_fail_no_account(ListMood mood) {
    running(150, "job");
    untracked(300, 2000);
    settle();
    sageMaker.lists(mood);

    assertDescribedAllTheTime(20, 10);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "REFUSED",
        "UNAVAILABLE",
        "EMPTY_PAGES",
        "SAME_PAGE_WITHOUT_END",
        "OTHER_JOBS_WITHOUT_END"
      })
  void lists_that_fail_from_the_start_stop_no_describe_of_new_jobs(ListMood mood) {
    sageMaker.lists(mood);
    untracked(300, 2000);
    running(24, "job");
    time.pass(Duration.ofSeconds(1));

    assertDescribedAllTheTime(20, 10);
  }

  private void assertDescribedAllTheTime(int minutes, int leastInHalfMinute) {
    for (int halfMinute = 0; halfMinute < 2 * minutes; halfMinute++) {
      int before = operator.calls().describes();
      for (int second = 0; second < 30; second++) {
        time.pass(Duration.ofSeconds(1));
        assertThat(operator.schedule().health().answered()).isTrue();
      }
      assertThat(operator.calls().describes() - before)
          .as("describes in half minute %d", halfMinute)
          .isGreaterThanOrEqualTo(leastInHalfMinute);
    }
  }

  @Test
  void list_that_orders_new_jobs_is_given_up_where_its_pages_repeat() {
    sageMaker.lists(ListMood.SAME_PAGE_WITHOUT_END);
    untracked(0, 200);
    completed(1000, "job");

    time.pass(Duration.ofMinutes(5));

    assertThat(operator.calls().pagesOf(Purpose.ORDER)).isLessThan(30);
    assertThat(operator.calls().describes()).isGreaterThan(500);
  }

  @Test
  void account_fails_where_describes_fail_though_lists_answer() {
    running(150, "job");
    settle();
    sageMaker.failDescribes(true);
    move("job-0", "STOPPING");

    time.pass(Duration.ofMinutes(2));

    assertSynced("job-1", "Unavailable");
    sageMaker.failDescribes(false);
    time.pass(Duration.ofMinutes(1));
    assertSynced("job-1", "Described");
  }

  @Test
  void account_that_answers_nothing_fails_soon_though_only_lists_are_asked_for() {
    running(150, "job");
    settle();
    time.pass(Duration.ofMinutes(5));

    sageMaker.failDescribes(true);
    sageMaker.lists(ListMood.UNAVAILABLE);
    time.pass(Duration.ofSeconds(75));

    assertSynced("job-1", "Unavailable");
    sageMaker.failDescribes(false);
    sageMaker.lists(ListMood.HONEST);
    time.pass(Duration.ofMinutes(1));
    assertSynced("job-1", "Described");
  }

  @Test
  void outage_that_was_shown_ends_after_a_restart_though_only_lists_are_asked_for() {
    for (int i = 0; i < 150; i++) {
      sageMaker.put(
          VirtualJob.created("job-" + i, START.minusSeconds(3600 - i))
              .in("INPROGRESS", START.minusSeconds(60)));
      operator.applyInOutage("job-" + i);
    }

    time.pass(Duration.ofMinutes(1));

    assertSynced("job-149", "Described");
    assertThat(operator.calls().describes()).isLessThan(20);
  }

  private void assertSynced(String name, String reason) {
    assertThat(operator.resource(name).getStatus().conditions())
        .filteredOn(condition -> condition.type().equals("Synced"))
        .extracting("reason")
        .containsExactly(reason);
  }

  @Test
  void job_that_a_list_shows_ended_before_its_description_does_is_described_again() {
    running(50, "job");
    settle();
    sageMaker.freezeDescribes("job-7");

    move("job-7", "COMPLETED");
    time.pass(Duration.ofMinutes(1));
    sageMaker.thawDescribes("job-7");
    time.pass(Duration.ofSeconds(45));

    assertThat(operator.shown("job-7")).isEqualTo("COMPLETED");
  }

  @Test
  void lists_that_alone_get_no_answer_are_given_up_until_one_comes_to_its_end() {
    running(30, "job");
    settle();
    sageMaker.lists(ListMood.UNAVAILABLE);
    time.pass(Duration.ofMinutes(5));
    assertThat(operator.schedule().listDegradations()).contains(ListDegradation.UNUSABLE);

    time.pass(Duration.ofMinutes(30));
    assertThat(operator.schedule().listDegradations()).contains(ListDegradation.UNUSABLE);
    sageMaker.lists(ListMood.HONEST);
    time.pass(Duration.ofMinutes(15));

    assertThat(operator.schedule().listDegradations()).isEmpty();
  }

  @Test
  void endless_empty_pages_are_said_once_however_often_they_are_tried() {
    running(30, "job");
    settle();
    sageMaker.lists(ListMood.EMPTY_PAGES);
    time.pass(Duration.ofMinutes(2));

    for (int second = 0; second < 1800; second++) {
      time.pass(Duration.ofSeconds(1));
      assertThat(operator.schedule().listDegradations()).contains(ListDegradation.UNUSABLE);
    }
  }

  @Test
  void token_that_is_refused_does_not_end_the_lists() {
    running(250, "job");
    settle();
    sageMaker.lists(ListMood.TOKENS_REFUSED);
    time.pass(Duration.ofSeconds(15));
    sageMaker.lists(ListMood.HONEST);
    time.pass(Duration.ofSeconds(30));
    int before = operator.calls().pages().size();

    time.pass(Duration.ofMinutes(1));

    assertThat(operator.calls().pages()).hasSizeGreaterThan(before);
  }

  @Test
  void refused_lists_are_asked_for_once_an_hour() {
    sageMaker.lists(ListMood.REFUSED);
    running(30, "job");

    time.pass(Duration.ofMinutes(55));

    assertThat(operator.calls().pages()).hasSize(1);
    assertThat(operator.schedule().listDegradations()).contains(ListDegradation.UNUSABLE);
  }

  @Test
  void lists_that_alone_are_throttled_are_given_up_and_slow_nothing_else_down() {
    running(30, "job");
    settle();
    sageMaker.lists(ListMood.THROTTLED);

    time.pass(Duration.ofMinutes(8));

    assertThat(operator.schedule().listDegradations()).contains(ListDegradation.UNUSABLE);
    assertThat(operator.schedule().rate()).isEqualTo(2);
  }

  @Test
  void jobs_that_waited_for_a_describe_without_lists_do_not_wait_for_it_with_lists() {
    running(500, "job");
    settle();
    sageMaker.lists(ListMood.UNAVAILABLE);
    time.pass(Duration.ofMinutes(5));
    sageMaker.lists(ListMood.HONEST);
    while (!operator.schedule().listDegradations().isEmpty()) {
      time.pass(Duration.ofSeconds(1));
    }
    int before = operator.calls().describes();

    time.pass(Duration.ofMinutes(2));

    assertThat(operator.calls().describes() - before).isLessThan(10);
  }

  @ParameterizedTest
  @EnumSource(names = {"TOKENS_REFUSED", "SECOND_PAGES_THROTTLED"})
  void jobs_on_pages_that_never_come_are_described(ListMood mood) {
    running(250, "job");
    settle();
    sageMaker.lists(mood);
    time.pass(Duration.ofMinutes(1));

    move("job-0", "COMPLETED");
    time.pass(Duration.ofMinutes(20));

    assertThat(operator.shown("job-0")).isEqualTo("COMPLETED");
  }

  @Test
  void lists_that_leave_out_a_running_job_are_told_of() {
    running(200, "job");
    settle();
    assertThat(operator.schedule().listDegradations()).isEmpty();
    sageMaker.hideFromLists("job-9");

    time.pass(Duration.ofMinutes(1));

    assertThat(operator.schedule().listDegradations()).containsExactly(ListDegradation.INCOMPLETE);
  }

  @Test
  void lists_that_are_behind_for_a_moment_are_in_no_trouble() {
    running(200, "job");
    settle();
    sageMaker.hideFromLists("job-9");
    time.pass(Duration.ofSeconds(8));
    sageMaker.showInLists("job-9");

    time.pass(Duration.ofMinutes(5));

    assertThat(operator.schedule().listDegradations()).isEmpty();
  }

  @Test
  void one_empty_page_after_endless_ones_does_not_give_lists_up_again() {
    running(30, "job");
    settle();
    sageMaker.lists(ListMood.EMPTY_PAGES);
    time.pass(Duration.ofMinutes(2));
    sageMaker.lists(ListMood.ONE_EMPTY_PAGE);

    time.pass(Duration.ofMinutes(12));

    assertThat(operator.schedule().listDegradations()).isEmpty();
  }

  @Test
  void lists_that_jobs_move_through_are_in_no_trouble() {
    running(200, "job");
    settle();

    for (int i = 0; i < 200; i++) {
      move("job-" + i, "STOPPING");
      time.pass(Duration.ofSeconds(7));
      move("job-" + i, i % 2 == 0 ? "STOPPED" : "COMPLETED");
      time.pass(Duration.ofMillis(300));
    }

    assertThat(operator.schedule().listDegradations()).isEmpty();
  }

  @Test
  void pages_without_jobs_are_told_of_where_a_few_jobs_run() {
    running(3, "job");
    settle();
    sageMaker.lists(ListMood.EMPTY_PAGES);

    time.pass(Duration.ofMinutes(45));

    assertThat(operator.schedule().listDegradations()).containsExactly(ListDegradation.UNUSABLE);
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "UNAVAILABLE", "EMPTY_PAGES"})
  void check_of_finished_jobs_that_gets_no_pages_is_told_of_until_one_comes(ListMood mood) {
    finished(1000, "old");
    settle();
    sageMaker.lists(mood);
    time.pass(Duration.ofHours(3));
    assertThat(operator.schedule().listDegradations())
        .containsExactly(ListDegradation.AUDIT_WITHOUT_LISTS);

    sageMaker.lists(ListMood.HONEST);
    time.pass(Duration.ofHours(24));

    assertThat(operator.schedule().listDegradations()).isEmpty();
  }
}
