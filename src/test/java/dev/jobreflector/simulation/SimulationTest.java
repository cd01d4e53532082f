package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An hour of three accounts and regions, each with a third of 5,000 resources. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulationTest {

  private static final int RESOURCES = 5_000;

  private static final Size HOUR =
      SizeBuilder.builder()
          .resources(RESOURCES)
          .regions(3)
          .unfinished(300)
          .untrackedActive(100)
          .untrackedFinished(500)
          .changesPerHour(900)
          .duration(Duration.ofHours(1))
          .rate(2)
          .burst(2)
          .freshness(Duration.ofSeconds(10))
          .latencies(Latencies.region())
          .seed(1)
          .build();

  private List<Outcome> ofHour = List.of();

  @BeforeAll
  void runsForAnHour() throws Exception {
    ofHour = run(VirtualScenario.DAY, HOUR, 1);
  }

  @Test
  void budget_is_never_exceeded_in_any_window() {
    for (Outcome outcome : ofHour) {
      assertThat(outcome.excess()).isZero();
      assertThat(outcome.throttled()).isZero();
      assertThat(outcome.counts().calls()).isGreaterThan(1_000);
    }
  }

  @Test
  void every_change_is_shown_by_one_write_and_one_Event() {
    Outcome all = Outcome.together(ofHour);

    assertThat(all.resources()).isEqualTo(RESOURCES);
    assertThat((double) all.changes()).isCloseTo(3 * 900, within(200.0));
    assertThat(all.notShown()).isZero();
    assertThat(all.counts().writes()).isEqualTo(all.changes() + all.begun() - all.passed());
    assertThat(all.counts().events()).isEqualTo(all.counts().writes());
    assertThat(all.counts().describes()).isEqualTo(all.counts().writes());
  }

  @Test
  void change_shows_within_the_freshness_wanted() {
    Outcome all = Outcome.together(ofHour);

    assertThat(all.delays().at(0.5)).isLessThan(6);
    assertThat(all.delays().at(0.95)).isLessThan(12);
  }

  @Test
  void daily_check_of_finished_jobs_writes_nothing() throws Exception {
    double hardlyEver = 1e-6;
    Size quiet =
        SizeBuilder.builder()
            .resources(300)
            .regions(1)
            .unfinished(10)
            .untrackedActive(0)
            .untrackedFinished(200)
            .changesPerHour(hardlyEver)
            .duration(Duration.ofHours(3))
            .rate(2)
            .burst(2)
            .freshness(HOUR.freshness())
            .latencies(HOUR.latencies())
            .seed(1)
            .build();

    Outcome outcome = Outcome.together(run(VirtualScenario.DAY, quiet, 1));

    assertThat(outcome.counts().checkPages()).isBetween(5, 6);
    assertThat(outcome.counts().describes()).isZero();
    assertThat(outcome.counts().writes()).isZero();
  }

  @Test
  void nothing_is_written_where_nothing_changes() throws Exception {
    Outcome busy = Outcome.together(run(VirtualScenario.BUSY, VirtualScenario.BUSY.size(), 1));

    assertThat(busy.counts().writes()).isZero();
    assertThat(busy.counts().events()).isZero();
    assertThat(busy.counts().describes()).isZero();
    assertThat(busy.counts().sweepPages()).isGreaterThan(100);
  }

  @Test
  void same_seed_gives_the_same_figures_whatever_the_threads() throws Exception {
    List<Outcome> again = run(VirtualScenario.DAY, HOUR, 2);

    assertThat(figures(again)).isEqualTo(figures(ofHour));
  }

  @Test
  void another_seed_gives_other_figures() throws Exception {
    List<Outcome> other = run(VirtualScenario.DAY, HOUR.withSeed(100), 1);

    assertThat(figures(other)).isNotEqualTo(figures(ofHour));
  }

  private static Map<String, Object> figures(List<Outcome> outcomes) {
    var machine = new SimulationReport.Machine(0, 0, 0);
    return new SimulationReport(VirtualScenario.DAY, outcomes, machine).figures();
  }

  private static List<Outcome> run(VirtualScenario scenario, Size size, int threads)
      throws Exception {
    return new SimulationRun(scenario, size).outcomes(threads, done -> {});
  }
}
