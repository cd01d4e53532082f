package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.simulation.VirtualSageMaker.ListMood;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lists are worth, on a virtual clock with the real decisions and the real schedule. */
class SweepTest {

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final Duration FRESHNESS = Duration.ofSeconds(10);

  private final VirtualTime time = new VirtualTime(START);
  private final VirtualSageMaker sageMaker = new VirtualSageMaker();
  private final Latencies latencies = Latencies.ofCalls(Duration.ofMillis(150));
  private final VirtualOperator operator =
      new VirtualOperator(time, sageMaker, 2, 2, FRESHNESS, latencies, 1);

  @Test
  void four_jobs_of_one_engineer_cost_a_fraction_of_a_call_a_second() {
    running(4, "mine");
    settle();
    int before = operator.calls().calls().size();

    time.pass(Duration.ofMinutes(10));

    assertThat(operator.calls().calls().size() - before).isLessThan(120);
  }

  @Test
  void one_job_is_described_and_not_listed() {
    running(1, "mine");
    settle();
    int before = operator.calls().pages().size();

    time.pass(Duration.ofMinutes(5));

    assertThat(operator.calls().pages()).hasSize(before);
  }

  @Test
  void change_of_one_job_of_hundreds_shows_within_the_freshness_wanted() {
    running(500, "job");
    untracked(300, 2000);
    settle();
    ChangeDelays changes = new ChangeDelays(time);
    operator.onShown(changes::shown);
    int describesBefore = operator.calls().describesOf("job-100");

    for (int i = 0; i < 100; i++) {
      changes.changes("job-" + i, "COMPLETED");
      move("job-" + i, "COMPLETED");
      time.pass(Duration.ofMillis(2_700));
    }
    time.pass(Duration.ofSeconds(30));

    List<Duration> delays = sorted(changes.shown());
    assertThat(delays).hasSize(100);
    assertThat(delays.get(50)).isLessThan(Duration.ofSeconds(6));
    assertThat(delays.get(98)).isLessThan(Duration.ofSeconds(12));
    assertThat(operator.calls().describesOf("job-100"))
        .as("describes of a job that did not change")
        .isEqualTo(describesBefore);
  }

  @Test
  void quiet_account_keeps_half_of_its_budget_for_others() {
    running(1000, "job");
    untracked(300, 2000);
    settle();
    int before = operator.calls().calls().size();

    time.pass(Duration.ofMinutes(5));

    assertThat(operator.calls().calls().size() - before).isLessThanOrEqualTo(300);
  }

  @Test
  void first_change_of_a_quiet_account_shows_within_half_as_long_again() {
    running(1000, "job");
    untracked(300, 2000);
    settle();
    ChangeDelays changes = new ChangeDelays(time);
    operator.onShown(changes::shown);

    for (int i = 0; i < 20; i++) {
      changes.changes("job-" + i, "COMPLETED");
      move("job-" + i, "COMPLETED");
      time.pass(Duration.ofMinutes(2).plusMillis(700));
    }

    List<Duration> delays = sorted(changes.shown());
    assertThat(delays).hasSize(20);
    assertThat(delays.get(19)).isLessThan(Duration.ofSeconds(16));
  }

  @Test
  void state_that_no_tracked_job_is_in_is_not_listed() {
    running(100, "job");
    untracked(300, 2000);
    for (int i = 0; i < 500; i++) {
      sageMaker.put(
          VirtualJob.created("short-" + i, START.minusSeconds(600))
              .in("COMPLETED", START.minusSeconds(300)));
    }
    settle();
    int before = operator.calls().pagesOf("STARTING");

    time.pass(Duration.ofMinutes(5));

    assertThat(operator.calls().pagesOf("INPROGRESS")).isGreaterThan(30);
    assertThat(operator.calls().pagesOf("STARTING")).isEqualTo(before);
  }

  @Test
  void trying_the_other_way_keeps_no_job_waiting() {
    running(500, "job");
    untracked(300, 2000);
    for (int i = 0; i < 2000; i++) {
      sageMaker.put(
          VirtualJob.created("short-" + i, START.minusSeconds(i))
              .in("COMPLETED", START.minusSeconds(1)));
    }
    settle();

    Duration longest = Duration.ZERO;
    for (int i = 0; i < 360; i++) {
      time.pass(Duration.ofSeconds(5));
      Duration oldest = operator.schedule().oldestPoll(time.now());
      longest = oldest.compareTo(longest) > 0 ? oldest : longest;
    }

    assertThat(longest).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void job_that_moves_on_costs_one_describe() {
    running(50, "job");
    settle();
    int before = operator.calls().describesOf("job-7");

    move("job-7", "COMPLETED");
    time.pass(Duration.ofMinutes(2));

    assertThat(operator.shown("job-7")).isEqualTo("COMPLETED");
    assertThat(operator.calls().describesOf("job-7") - before).isEqualTo(1);
  }

  @Test
  void job_that_goes_through_its_states_costs_one_describe_each() {
    operator.apply("job-x");
    sageMaker.put(VirtualJob.created("job-x", time.now()));
    running(50, "job");
    settle();
    time.pass(Duration.ofMinutes(2));
    int before = operator.calls().describesOf("job-x");

    for (String next : List.of("INPROGRESS", "STOPPING", "STOPPED")) {
      move("job-x", next);
      time.pass(Duration.ofMinutes(1));
      assertThat(operator.shown("job-x")).isEqualTo(next);
    }

    assertThat(operator.calls().describesOf("job-x") - before).isEqualTo(3);
  }

  @Test
  void deleted_job_is_described_as_the_page_arrives() {
    running(200, "job");
    settle();

    sageMaker.remove("job-50");
    time.pass(Duration.ofSeconds(15));

    assertThat(operator.calls().describesOf("job-50")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void deleted_job_among_hundreds_created_at_once_is_described() {
    for (int i = 0; i < 250; i++) {
      sageMaker.put(VirtualJob.created("job-" + i, START).in("INPROGRESS", START));
      operator.apply("job-" + i);
    }
    settle();

    sageMaker.remove("job-50");
    time.pass(Duration.ofSeconds(15));

    assertThat(operator.calls().describesOf("job-50")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void jobs_that_are_gone_need_no_sweep() {
    running(20, "job");
    settle();
    for (int i = 0; i < 20; i++) {
      sageMaker.remove("job-" + i);
    }
    time.pass(Duration.ofHours(3));
    int before = operator.calls().pages().size();

    time.pass(Duration.ofMinutes(50));

    assertThat(operator.calls().pages()).hasSize(before);
  }

  @Test
  void jobs_that_no_resource_tracks_are_never_described() {
    running(50, "job");
    untracked(300, 2000);

    time.pass(Duration.ofMinutes(10));

    assertThat(operator.calls().describesOf("untracked-active-1")).isZero();
    assertThat(operator.calls().describesOf("untracked-finished-1")).isZero();
  }

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
  void jobs_of_a_period_that_the_budget_allows_are_described_and_not_listed() {
    operator.resyncEach(Duration.ofSeconds(5));
    running(6, "job");
    settle();
    int before = operator.calls().pages().size();

    time.pass(Duration.ofMinutes(5));

    assertThat(operator.calls().pages()).hasSize(before);
  }

  @Test
  void jobs_of_a_period_that_the_budget_does_not_allow_are_listed() {
    operator.resyncEach(Duration.ofSeconds(5));
    running(500, "job");
    settle();

    assertThat(operator.schedule().oldestPoll(time.now())).isLessThan(Duration.ofSeconds(30));
    move("job-7", "COMPLETED");
    time.pass(Duration.ofSeconds(20));

    assertThat(operator.shown("job-7")).isEqualTo("COMPLETED");
  }

  @Test
  void lists_that_alone_get_no_answer_are_given_up_until_one_comes_to_its_end() {
    running(30, "job");
    settle();
    sageMaker.lists(ListMood.UNAVAILABLE);
    time.pass(Duration.ofMinutes(5));
    assertThat(operator.schedule().listsAreUnusable()).isTrue();

    time.pass(Duration.ofMinutes(30));
    assertThat(operator.schedule().listsAreUnusable()).isTrue();
    sageMaker.lists(ListMood.HONEST);
    time.pass(Duration.ofMinutes(15));

    assertThat(operator.schedule().listsAreUnusable()).isFalse();
  }

  @Test
  void endless_empty_pages_are_said_once_however_often_they_are_tried() {
    running(30, "job");
    settle();
    sageMaker.lists(ListMood.EMPTY_PAGES);
    time.pass(Duration.ofMinutes(2));

    for (int second = 0; second < 1800; second++) {
      time.pass(Duration.ofSeconds(1));
      assertThat(operator.schedule().listsAreUnusable()).isTrue();
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
    assertThat(operator.schedule().listsAreUnusable()).isTrue();
  }

  @Test
  void awaited_job_shows_at_once_when_a_list_shows_it() {
    operator.apply("awaited");
    running(200, "job");
    settle();
    time.pass(Duration.ofMinutes(20));

    sageMaker.put(VirtualJob.created("awaited", time.now()));
    time.pass(Duration.ofSeconds(20));

    assertThat(operator.shown("awaited")).isEqualTo("STARTING");
  }

  @Test
  void running_jobs_of_a_bulk_are_described_before_the_finished_ones() {
    for (int i = 0; i < 10_000; i++) {
      String name = "old-" + i;
      sageMaker.put(
          VirtualJob.created(name, START.minus(Duration.ofMinutes(20_000 - i)))
              .in("COMPLETED", START.minus(Duration.ofMinutes(9_000))));
      operator.apply(name);
    }
    running(100, "job");
    untracked(300, 2000);

    time.pass(Duration.ofSeconds(150));

    for (int i = 0; i < 100; i++) {
      assertThat(operator.shown("job-" + i)).isEqualTo("INPROGRESS");
    }
    assertThat(operator.calls().calls()).as("budget used").hasSizeGreaterThan(285);
  }

  @Test
  void failed_and_newest_jobs_of_a_bulk_come_before_the_others() {
    for (int i = 0; i < 2000; i++) {
      String name = "old-" + i;
      sageMaker.put(
          VirtualJob.created(name, START.minus(Duration.ofMinutes(5000 - i)))
              .in(i % 100 == 0 ? "FAILED" : "COMPLETED", START.minus(Duration.ofMinutes(100))));
      operator.apply(name);
    }

    time.pass(Duration.ofMinutes(2));

    for (int i = 0; i < 2000; i += 100) {
      assertThat(operator.shown("old-" + i)).isEqualTo("FAILED");
    }
    assertThat(operator.shown("old-1999")).isEqualTo("COMPLETED");
    assertThat(operator.shown("old-501")).isNull();
  }

  @Test
  void two_hundred_running_jobs_are_described_as_fast_as_the_budget_allows() {
    running(200, "job");
    untracked(300, 2000);

    // 198 tokens at 2 a second, after the first two; no page takes one of them.
    time.pass(Duration.ofSeconds(100));

    assertThat(operator.schedule().rate()).isEqualTo(2);
    for (int i = 0; i < 200; i++) {
      assertThat(operator.shown("job-" + i)).isEqualTo("INPROGRESS");
    }
  }

  @Test
  void known_jobs_are_not_described_again_while_new_ones_put_the_first_sweep_off() {
    running(8, "known");
    time.pass(Duration.ofMillis(200));
    running(200, "job");

    time.pass(Duration.ofSeconds(55));

    assertThat(operator.calls().pages()).isEmpty();
    assertThat(operator.calls().describesOf("known-0")).isEqualTo(1);
    assertThat(operator.calls().describesOf("known-1")).isEqualTo(1);
  }

  @Test
  void storm_is_described_at_the_full_rate_while_sweeps_go_on() {
    running(1000, "job");
    untracked(300, 2000);
    settle();
    Random random = new Random(1);
    Instant storm = time.now();
    for (int i = 0; i < 1000; i++) {
      String name = "job-" + i;
      time.at(storm.plusMillis(random.nextInt(60_000)), () -> move(name, "COMPLETED"));
    }
    int callsBefore = operator.calls().calls().size();
    int pagesBefore = operator.calls().pages().size();

    while (!allShown(1000, "COMPLETED") && time.now().isBefore(storm.plusSeconds(1200))) {
      time.pass(Duration.ofSeconds(1));
    }

    double took = Duration.between(storm, time.now()).toMillis() / 1000.0;
    int pages = operator.calls().pages().size() - pagesBefore;
    assertThat(took).isLessThan(1.1 * (1000 + pages) / 2);
    assertThat(operator.calls().calls().size() - callsBefore)
        .isGreaterThan((int) (0.95 * 2 * took));
    assertThat(
            longestGap(
                operator.calls().pages().subList(pagesBefore, operator.calls().pages().size())))
        .isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void finished_jobs_cost_nothing() {
    for (int i = 0; i < 1000; i++) {
      finished("old-" + i);
    }
    settle();
    int before = operator.calls().calls().size();

    time.pass(Duration.ofMinutes(30));

    assertThat(operator.calls().calls()).hasSize(before);
  }

  @Test
  void finished_job_that_is_gone_or_made_again_shows_within_a_day() {
    for (int i = 0; i < 1000; i++) {
      finished("old-" + i);
    }
    settle();
    sageMaker.remove("old-500");
    sageMaker.put(VirtualJob.created("old-700", time.now()));
    int before = operator.calls().calls().size();

    time.pass(Duration.ofDays(1));

    assertThat(operator.shown("old-700")).isEqualTo("STARTING");
    assertThat(operator.shown("old-500")).isEqualTo("COMPLETED");
    assertNotFound("old-500");
    assertThat(operator.calls().describesOf("old-3")).isEqualTo(1);
    assertThat(operator.calls().calls().size() - before).as("calls of a day").isLessThan(12_000);
  }

  @Test
  void resource_that_goes_while_its_job_is_checked_is_forgotten() {
    for (int i = 0; i < 1000; i++) {
      finished("old-" + i);
    }
    time.pass(Duration.ofMinutes(61));
    for (int i = 0; i < 500; i++) {
      sageMaker.remove("old-" + i);
      operator.delete("old-" + i);
    }

    time.pass(Duration.ofDays(1));

    assertThat(operator.schedule().resources()).isEmpty();
  }

  @Test
  void check_ends_where_the_oldest_tracked_job_was() {
    for (int i = 0; i < 5_000; i++) {
      sageMaker.put(
          VirtualJob.created("ancient-" + i, START.minus(Duration.ofDays(100).plusMinutes(i)))
              .in("COMPLETED", START.minus(Duration.ofDays(99))));
    }
    for (int i = 0; i < 100; i++) {
      finished("old-" + i);
    }
    settle();
    int before = operator.calls().pages().size();

    time.pass(Duration.ofHours(24));

    assertThat(operator.calls().pages().size() - before).isBetween(1, 3);
  }

  @Test
  void check_begins_each_day_however_long_it_takes() {
    for (int i = 0; i < 3_000; i++) {
      finished("old-" + i);
    }
    time.pass(Duration.ofHours(30));
    sageMaker.remove("old-77");

    time.pass(Duration.ofHours(25));

    assertNotFound("old-77");
  }

  private void assertNotFound(String name) {
    assertThat(operator.resource(name).getStatus().conditions())
        .anyMatch(c -> c.type().equals("Synced") && c.reason().equals("JobNotFound"));
  }

  private void finished(String name) {
    sageMaker.put(
        VirtualJob.created(
                name, time.now().minus(Duration.ofDays(2)).plusSeconds(name.hashCode() % 5000))
            .in("COMPLETED", time.now().minus(Duration.ofDays(1))));
    operator.apply(name);
  }

  private void running(int count, String prefix) {
    for (int i = 0; i < count; i++) {
      String name = prefix + "-" + i;
      sageMaker.put(
          VirtualJob.created(name, START.minusSeconds(3600 - i))
              .in("INPROGRESS", START.minusSeconds(60)));
      operator.apply(name);
    }
  }

  private void untracked(int active, int ended) {
    for (int i = 0; i < active; i++) {
      sageMaker.put(
          VirtualJob.created("untracked-active-" + i, START.minusSeconds(7200 - i))
              .in("INPROGRESS", START.minusSeconds(3000)));
    }
    for (int i = 0; i < ended; i++) {
      sageMaker.put(
          VirtualJob.created("untracked-finished-" + i, START.minusSeconds(60L * i))
              .in("COMPLETED", START.minusSeconds(30)));
    }
  }

  /** Until every resource shows its job, and a few sweeps more. */
  private void settle() {
    Instant latest = time.now().plus(Duration.ofHours(2));
    int idle = 0;
    int before = -1;
    while (idle < 30 && time.now().isBefore(latest)) {
      time.pass(Duration.ofSeconds(5));
      idle = operator.writes() == before ? idle + 1 : 0;
      before = operator.writes();
    }
  }

  private void move(String name, String status) {
    sageMaker.put(sageMaker.get(name).in(status, time.now()));
  }

  private boolean allShown(int count, String status) {
    for (int i = 0; i < count; i++) {
      if (!status.equals(operator.shown("job-" + i))) {
        return false;
      }
    }
    return true;
  }

  private static List<Duration> sorted(List<Duration> delays) {
    return delays.stream().sorted().toList();
  }

  private static Duration longestGap(List<Instant> times) {
    Duration longest = Duration.ZERO;
    for (int i = 1; i < times.size(); i++) {
      Duration gap = Duration.between(times.get(i - 1), times.get(i));
      longest = gap.compareTo(longest) > 0 ? gap : longest;
    }
    return longest;
  }
}
