package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.schedule.ListCall.Purpose;
import dev.jobreflector.simulation.VirtualSageMaker.ListMood;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Finished jobs cost nothing but a list pass a day, which finds those that are gone. */
class AuditTest extends VirtualAccount {

  private static final Duration LONGEST = Duration.ofHours(25);

  @Test
  void finished_jobs_cost_nothing() {
    finished(1000, "old");
    settle();
    int before = operator.calls().calls().size();

    time.pass(Duration.ofMinutes(30));

    assertThat(operator.calls().calls()).hasSize(before);
  }

  @Test
  void sweeps_that_take_longer_than_their_interval_leave_the_audit_its_pages() {
    Latencies slow = Latencies.ofCalls(Duration.ofMillis(400));
    VirtualOperator far = new VirtualOperator(time, sageMaker, 10, 10, FRESHNESS, slow, 1);
    for (int i = 0; i < 2_000; i++) {
      String name = "running-" + i;
      sageMaker.put(
          VirtualJob.created(name, START.minusSeconds(i)).in("INPROGRESS", START.minusSeconds(1)));
      far.apply(name);
    }
    sageMaker.put(
        VirtualJob.created("old", START.minusSeconds(9_000))
            .in("COMPLETED", START.minusSeconds(8_000)));
    far.apply("old");

    time.pass(Duration.ofHours(2));

    assertThat(far.calls().pagesOf(Purpose.AUDIT)).isPositive();
  }

  @Test
  void finished_job_that_is_gone_or_made_again_shows_within_a_day() {
    finished(1000, "old");
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
  void without_lists_a_finished_job_that_is_gone_or_made_again_shows_within_a_day() {
    finished(1000, "old");
    settle();
    sageMaker.lists(ListMood.REFUSED);
    sageMaker.remove("old-500");
    sageMaker.put(VirtualJob.created("old-700", time.now()));

    time.pass(Duration.ofDays(1));

    assertThat(operator.shown("old-700")).isEqualTo("STARTING");
    assertNotFound("old-500");
    assertThat(operator.calls().describesOf("old-3")).isBetween(2, 3);
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "UNAVAILABLE", "EMPTY_PAGES"})
  void where_no_page_comes_a_finished_job_that_is_gone_shows_within_a_day(ListMood mood) {
    finished(300, "old");
    settle();
    sageMaker.lists(mood);
    sageMaker.remove("old-5");

    time.pass(Duration.ofDays(1));

    assertNotFound("old-5");
  }

  @Test
  void without_lists_the_check_takes_a_tenth_of_the_calls_at_the_most() {
    for (int i = 0; i < 20_000; i++) {
      VirtualJob job = createdMinutesAgo(i, "job-" + i);
      sageMaker.put(job);
      operator.applyReflected(job.name());
    }
    sageMaker.lists(ListMood.REFUSED);
    sageMaker.remove("job-19999");
    time.pass(Duration.ofHours(1));
    int before = operator.calls().calls().size();

    time.pass(Duration.ofHours(10));
    assertThat(operator.calls().calls().size() - before).isBetween(3_500, 3_620);
    time.pass(Duration.ofHours(50));

    assertNotFound("job-19999");
  }

  @Test
  void without_lists_each_of_8000_finished_jobs_is_described_within_25_hours() {
    for (int i = 0; i < 8_000; i++) {
      VirtualJob job = createdMinutesAgo(i, "job-" + i);
      sageMaker.put(job);
      operator.applyReflected(job.name());
    }
    sageMaker.lists(ListMood.REFUSED);
    Map<String, Instant> described = new HashMap<>();
    List<Duration> gaps = new ArrayList<>();
    sageMaker.onChecked(
        name -> {
          Instant before = described.put(name, time.now());
          gaps.add(Duration.between(before == null ? START : before, time.now()));
        });

    time.pass(Duration.ofHours(70));

    assertThat(described).hasSize(8_000);
    assertThat(gaps).hasSizeGreaterThan(20_000);
    assertThat(gaps.stream().max(Duration::compareTo).orElseThrow()).isLessThan(LONGEST);
  }

  @Test
  void many_finished_jobs_that_are_gone_do_not_delay_one_that_ends() {
    finished(1000, "old");
    running(50, "job");
    settle();
    for (int i = 0; i < 1000; i++) {
      sageMaker.remove("old-" + i);
    }
    int before = operator.calls().describes();
    while (operator.calls().describes() < before + 10) {
      time.pass(Duration.ofSeconds(1));
    }

    move("job-3", "COMPLETED");
    time.pass(Duration.ofSeconds(15));

    assertThat(operator.shown("job-3")).isEqualTo("COMPLETED");
  }

  @Test
  void resource_that_goes_while_its_job_is_checked_is_forgotten() {
    finished(1000, "old");
    time.pass(Duration.ofMinutes(61));
    for (int i = 0; i < 500; i++) {
      sageMaker.remove("old-" + i);
      operator.delete("old-" + i);
    }

    time.pass(Duration.ofDays(1));

    for (int i = 0; i < 500; i++) {
      assertThat(operator.schedule().jobOf(VirtualCluster.key("old-" + i))).isNull();
    }
  }

  @Test
  void check_ends_where_the_oldest_tracked_job_was() {
    for (int i = 0; i < 5_000; i++) {
      sageMaker.put(
          VirtualJob.created("ancient-" + i, START.minus(Duration.ofDays(100).plusMinutes(i)))
              .in("COMPLETED", START.minus(Duration.ofDays(99))));
    }
    finished(100, "old");
    settle();
    int before = operator.calls().pages().size();

    time.pass(Duration.ofHours(24));

    assertThat(operator.calls().pages().size() - before).isBetween(1, 3);
  }

  @Test
  void check_begins_each_day_however_long_it_takes() {
    finished(3_000, "old");
    time.pass(Duration.ofHours(30));
    sageMaker.remove("old-77");

    time.pass(Duration.ofHours(25));

    assertNotFound("old-77");
  }

  @Test
  void check_takes_a_day_however_many_jobs_of_others_there_are() {
    for (int i = 0; i < 200_000; i++) {
      VirtualJob job = createdMinutesAgo(i, "job-" + i);
      sageMaker.put(job);
      if (i % 100 == 50) {
        operator.apply(job.name());
      }
    }
    settle();
    sageMaker.remove("job-199950");

    time.pass(Duration.ofHours(23));

    assertNotFound("job-199950");
  }

  @Test
  void check_takes_a_day_where_the_oldest_tracked_jobs_are_a_page_apart() {
    for (int i = 0; i < 330_000; i++) {
      VirtualJob job = createdMinutesAgo(i, "job-" + i);
      sageMaker.put(job);
      if (i < 30_000 || i % 100 == 50) {
        operator.applyReflected(job.name());
      }
    }
    sageMaker.remove("job-329950");

    time.pass(Duration.ofHours(22));

    assertNotFound("job-329950");
  }

  @Test
  void check_lists_nothing_where_no_tracked_job_was_created() {
    for (int i = 0; i < 10_000; i++) {
      sageMaker.put(createdMinutesAgo(i, "others-" + i));
    }
    finished("mine");
    settle();
    int before = operator.calls().pages().size();

    time.pass(Duration.ofHours(24));

    assertThat(operator.calls().pages().size() - before).isBetween(1, 2);
  }

  @Test
  void check_whose_pages_fail_asks_no_oftener_for_that() {
    finished(1000, "old");
    settle();
    sageMaker.lists(ListMood.THROTTLED);
    int before = operator.calls().pages().size();

    time.pass(Duration.ofHours(30));

    assertThat(operator.calls().pages().size() - before).isBetween(10, 400);
    assertThat(operator.schedule().rate()).isGreaterThanOrEqualTo(1);
  }

  private static VirtualJob createdMinutesAgo(int minutes, String name) {
    return VirtualJob.created(name, START.minusSeconds(60L * minutes)).in("COMPLETED", START);
  }
}
