package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Many jobs come, or end, at once: which are described first, and how fast. */
class ManyJobsAtOnceTest extends VirtualAccount {

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
  void running_jobs_of_a_bulk_come_first_where_few_pages_were_enough_until_then() {
    running(4, "known");
    settle();
    completed(10_000, "old");
    running(100, "job", Duration.ofDays(1));
    untracked(300, 2000);

    time.pass(Duration.ofSeconds(150));

    assertThat(allShown(100, "INPROGRESS")).isTrue();
  }

  @Test
  void known_job_that_ends_meanwhile_does_not_wait_for_the_end_of_a_bulk() {
    running(150, "job");
    settle();
    completed(10_000, "old");
    untracked(300, 2000);
    time.pass(Duration.ofMinutes(15));

    move("job-3", "COMPLETED");
    time.pass(Duration.ofMinutes(2));

    assertThat(operator.shown("job-3")).isEqualTo("COMPLETED");
  }

  @Test
  void list_that_orders_new_jobs_ends_where_all_of_them_were_shown() {
    untracked(0, 20_000);
    completed(300, "job");

    time.pass(Duration.ofSeconds(165));

    assertThat(allShown(300, "COMPLETED")).isTrue();
  }
}
