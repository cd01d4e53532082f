package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.measurement.ChangeDelays;
import dev.jobreflector.measurement.Percentiles;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lists are worth, on a virtual clock with the real decisions and the real schedule. */
class ActiveListTest extends VirtualAccount {

  @Test
  void four_jobs_of_one_engineer_cost_a_fraction_of_a_call_a_second() {
    running(4, "mine");
    settle();
    int before = operator.calls().calls().size();

    time.pass(Duration.ofMinutes(10));

    assertThat(operator.calls().calls().size() - before).isLessThan(120);
  }

  @Test
  void four_jobs_in_one_state_are_one_page_though_thousands_were_created_since() {
    running(4, "mine", Duration.ofDays(2));
    untracked(0, 2000);
    settle();
    time.pass(Duration.ofMinutes(10));
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
    ChangeDelays changes = new ChangeDelays(time::nanos);
    operator.onShown(changes::shown);
    int describesBefore = operator.calls().describesOf("job-100");

    for (int i = 0; i < 100; i++) {
      changes.changes("job-" + i, "COMPLETED");
      move("job-" + i, "COMPLETED");
      time.pass(Duration.ofMillis(2_700));
    }
    time.pass(Duration.ofSeconds(30));

    Percentiles delays = changes.shown();
    assertThat(delays.count()).isEqualTo(100);
    assertThat(delays.at(0.51)).isLessThan(6);
    assertThat(delays.at(0.99)).isLessThan(12);
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
    ChangeDelays changes = new ChangeDelays(time::nanos);
    operator.onShown(changes::shown);

    for (int i = 0; i < 20; i++) {
      changes.changes("job-" + i, "COMPLETED");
      move("job-" + i, "COMPLETED");
      time.pass(Duration.ofMinutes(2).plusMillis(700));
    }

    assertThat(changes.shown().count()).isEqualTo(20);
    assertThat(changes.shown().max()).isLessThan(16);
  }

  @Test
  void sweeps_are_not_slowed_down_while_jobs_move_on_in_the_list_of_all() {
    for (int i = 0; i < 1200; i++) {
      sageMaker.put(VirtualJob.created("job-" + i, START.minusSeconds(3600 - i)));
      operator.apply("job-" + i);
    }
    settle();
    int before = operator.calls().pages().size();

    for (int i = 0; i < 15; i++) {
      move("job-" + i, "INPROGRESS");
      time.pass(Duration.ofSeconds(20));
    }

    // Twelve pages each 7.5 s, or in a quiet account each 12.5 s.
    assertThat(operator.calls().pages().size() - before).isGreaterThan(400);
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
}
