package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.schedule.ListCall.Purpose;
import dev.jobreflector.schedule.ListDegradation;
import dev.jobreflector.schedule.ListPage;
import dev.jobreflector.simulation.VirtualSageMaker.Lie;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** No page of the daily check is believed alone: what it says is gone is described first. */
class WrongPagesTest extends VirtualAccount {

  private static final int JOBS = 1_000;
  private static final Duration HOUR = Duration.ofHours(1);

  private final Random random = new Random(1);

  @ParameterizedTest
  @CsvSource({
    "NO_JOBS, 1",
    "NO_JOBS, 5",
    "NO_JOBS, 10",
    "CUT_OFF, 1",
    "CUT_OFF, 5",
    "HOLE, 1",
    "HOLE, 5",
    "EVERY_SECOND, 5",
    "OTHERS, 5",
    "REVERSED, 5",
    "SHUFFLED, 5",
    "OLDER, 1",
    "OLDER, 5",
    "NEWER, 1",
    "NEWER, 5",
    "LAST_IS_ANCIENT, 5",
    "MORE_WITHOUT_JOBS, 5"
  })
  void one_wrong_page_costs_a_handful_of_calls_and_the_check_goes_on(ListLie lie, int number) {
    reflected(JOBS);
    sageMaker.pages(once(lie, number));
    sageMaker.remove("job-777");

    time.pass(Duration.ofHours(14));

    assertNotFound("job-777");
    assertThat(operator.writes()).isEqualTo(1);
    int usual = 10 + operator.calls().describesOf("job-777");
    assertThat(operator.calls().calls().size()).isBetween(usual, usual + 7);
    assertThat(operator.schedule().listDegradations()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void where_each_page_is_wrong_a_finished_job_that_is_gone_shows_within_25_hours(ListLie lie) {
    reflected(400);
    sageMaker.pages((call, page) -> lie.tell(page, random));
    time.pass(Duration.ofHours(3));
    sageMaker.remove("job-0");
    sageMaker.remove("job-177");
    sageMaker.remove("job-399");

    time.pass(Duration.ofHours(25));

    assertNotFound("job-0");
    assertNotFound("job-177");
    assertNotFound("job-399");
    assertThat(operator.writes()).isEqualTo(3);
    assertThat(operator.calls().describes()).isLessThan(3 * 400);
    assertThat(operator.calls().pages()).hasSizeLessThan(100);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void one_page_again_and_again_does_not_hold_the_check_up(boolean newTokens) {
    reflected(400);
    ListPage[] first = new ListPage[1];
    sageMaker.pages(
        (call, page) -> {
          first[0] = first[0] == null ? page : first[0];
          return new ListPage(first[0].jobs(), newTokens ? "t" + random.nextInt() : "token");
        });
    time.pass(Duration.ofHours(3));
    sageMaker.remove("job-399");

    time.pass(Duration.ofHours(25));

    assertNotFound("job-399");
    assertThat(operator.writes()).isEqualTo(1);
  }

  @Test
  void lists_that_describes_contradict_are_told_of_until_a_page_is_believed() {
    reflected(JOBS);
    sageMaker.pages((call, page) -> ListLie.NO_JOBS.tell(page, random));
    time.pass(HOUR.multipliedBy(2));
    assertThat(operator.schedule().listDegradations())
        .containsExactly(ListDegradation.AUDIT_WITHOUT_LISTS);

    sageMaker.pages((call, page) -> page);
    time.pass(HOUR.multipliedBy(2));

    assertThat(operator.schedule().listDegradations()).isEmpty();
  }

  @Test
  void jobs_of_one_moment_fill_as_many_pages_as_they_take() {
    for (int i = 0; i < 1_000; i++) {
      reflected(VirtualJob.created("job-" + i, START).in("COMPLETED", START));
    }
    sageMaker.remove("job-0");
    sageMaker.remove("job-500");
    sageMaker.remove("job-999");

    time.pass(Duration.ofHours(3));

    assertNotFound("job-0");
    assertNotFound("job-500");
    assertNotFound("job-999");
    assertThat(operator.calls().pages()).hasSize(11);
  }

  @Test
  void account_that_was_emptied_shows_within_25_hours() {
    reflected(5_000);
    time.pass(HOUR.multipliedBy(3));
    for (int i = 0; i < 5_000; i++) {
      sageMaker.remove("job-" + i);
    }

    time.pass(Duration.ofHours(25));

    assertThat(operator.writes()).isEqualTo(5_000);
    for (int i = 0; i < 5_000; i += 100) {
      assertNotFound("job-" + i);
    }
  }

  @Test
  void account_that_was_emptied_shows_though_many_absent_jobs_are_looked_for() {
    reflected(JOBS);
    for (int i = 0; i < JOBS; i++) {
      sageMaker.remove("job-" + i);
    }
    for (int i = 0; i < 2_000; i++) {
      operator.apply("absent-" + i);
    }

    time.pass(HOUR.multipliedBy(6));

    for (int i = 0; i < JOBS; i++) {
      assertNotFound("job-" + i);
    }
  }

  @Test
  void half_an_emptied_account_shows_though_the_list_lacks_the_other_half_too() {
    reflected(JOBS);
    for (int i = 0; i < JOBS; i += 2) {
      sageMaker.remove("job-" + i);
    }
    sageMaker.pages((call, page) -> new ListPage(List.of(), null));

    time.pass(Duration.ofHours(25));

    assertThat(operator.writes()).isEqualTo(JOBS / 2);
  }

  @Test
  void page_that_denied_describes_do_not_confirm_leaves_the_others_to_be_checked() {
    reflected(JOBS);
    sageMaker.remove("job-999");
    sageMaker.pages(once(ListLie.HOLE, 1));
    for (int i = 0; i < 100; i++) {
      sageMaker.denyDescribes("job-" + i);
    }

    time.pass(Duration.ofHours(25));

    assertNotFound("job-999");
  }

  private Lie once(ListLie lie, int number) {
    int[] pages = {0};
    return (call, page) ->
        call.purpose() == Purpose.AUDIT && ++pages[0] == number ? lie.tell(page, random) : page;
  }

  private void reflected(int count) {
    for (int i = 0; i < count; i++) {
      reflected(VirtualJob.created("job-" + i, START.minusSeconds(60L * i)).in("COMPLETED", START));
    }
  }

  private void reflected(VirtualJob job) {
    sageMaker.put(job);
    operator.applyReflected(job.name());
  }
}
