package dev.jobreflector.telemetry;

import static dev.jobreflector.telemetry.TransitionCounters.AT_ZERO;
import static dev.jobreflector.telemetry.TransitionCounters.MAX_GONE;
import static dev.jobreflector.telemetry.TransitionCounters.MAX_STATUSES;
import static dev.jobreflector.telemetry.TransitionCounters.SHOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.simulator.SettableClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long transitions are counted by namespace: no series outlives its namespace for long. */
class TransitionCountersTest {

  private static final int NAMESPACES = 20_000;
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T10:00:00Z"));
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Set<String> withResources = new HashSet<>();
  private final TransitionCounters counters =
      new TransitionCounters(registry, () -> withResources, clock);

  @Test
  void a_namespace_with_resources_keeps_its_counts() {
    transition("team-a", "FAILED");
    for (int day = 0; day < 3; day++) {
      clock.advance(Duration.ofDays(1));
      scrape();
    }
    transition("team-a", "FAILED");

    assertThat(scrape()).containsExactly(series("team-a", "FAILED", 2));
  }

  @Test
  void a_namespace_whose_only_resource_was_deleted_right_after_failing_is_shown_for_the_alert() {
    transition("team-a", "FAILED");
    withResources.clear();
    scrape();
    clock.advance(SHOWN.minus(A_MINUTE));

    assertThat(SHOWN).isGreaterThan(Duration.ofMinutes(15));
    assertThat(scrape()).containsExactly(series("team-a", "FAILED", 1));
  }

  @Test
  void then_its_counts_start_over_and_then_its_series_end() {
    transition("team-a", "FAILED");
    withResources.clear();
    scrape();

    clock.advance(SHOWN);
    assertThat(scrape()).containsExactly(series("team-a", "FAILED", 0));
    clock.advance(AT_ZERO.minus(A_MINUTE));
    assertThat(scrape()).containsExactly(series("team-a", "FAILED", 0));
    clock.advance(A_MINUTE);
    assertThat(scrape()).isEmpty();
  }

  @Test
  void a_namespace_that_comes_back_in_time_goes_on_counting() {
    transition("team-a", "FAILED");
    withResources.clear();
    scrape();
    clock.advance(SHOWN.minus(A_MINUTE));
    transition("team-a", "FAILED");
    scrape();
    clock.advance(SHOWN);

    assertThat(scrape()).containsExactly(series("team-a", "FAILED", 2));
  }

  @Test
  void a_namespace_that_comes_back_later_counts_from_the_start() {
    transition("team-a", "FAILED");
    withResources.clear();
    scrape();
    clock.advance(SHOWN);
    scrape();

    transition("team-a", "FAILED");

    assertThat(scrape()).containsExactly(series("team-a", "FAILED", 1));
    clock.advance(AT_ZERO);
    assertThat(scrape()).containsExactly(series("team-a", "FAILED", 1));
  }

  @Test
  void a_transition_that_is_counted_after_its_resource_is_gone_is_shown_as_long() {
    counters.increment("team-a", "us-east-1", "FAILED");
    scrape();
    clock.advance(SHOWN.minus(A_MINUTE));
    counters.increment("team-a", "us-east-1", "FAILED");
    scrape();
    clock.advance(SHOWN.minus(A_MINUTE));

    assertThat(scrape()).containsExactly(series("team-a", "FAILED", 2));
  }

  @Test
  void twenty_thousand_namespaces_that_come_and_go_leave_no_series_and_no_memory() {
    for (int i = 0; i < 2 * MAX_GONE; i++) {
      lifeOfANamespace("before-" + i);
    }
    long before = heapInUse();

    int most = 0;
    for (int i = 0; i < NAMESPACES; i++) {
      lifeOfANamespace("team-" + i);
      if (i % 500 == 0) {
        most = Math.max(most, scrape().size());
      }
    }

    assertThat(most).isLessThanOrEqualTo(3 * (MAX_GONE + 200));
    assertThat(heapInUse() - before).isLessThan(4 << 20);
    clock.advance(A_MINUTE);
    scrape();
    clock.advance(SHOWN.plus(AT_ZERO));
    assertThat(scrape()).isEmpty();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void twenty_thousand_namespaces_that_stay_are_all_shown() {
    for (int i = 0; i < NAMESPACES; i++) {
      transition("team-" + i, "COMPLETED");
    }
    assertThat(scrape()).hasSize(NAMESPACES);
    clock.advance(Duration.ofDays(1));
    assertThat(scrape()).hasSize(NAMESPACES);
  }

  @Test
  void statuses_beyond_some_share_a_series() {
    for (int i = 0; i < 10 * MAX_STATUSES; i++) {
      transition("team-a", "STATUS_" + i);
    }

    assertThat(scrape())
        .hasSize(MAX_STATUSES + 1)
        .contains(series("team-a", "other", 9 * MAX_STATUSES));
  }

  private void lifeOfANamespace(String namespace) {
    for (String status : List.of("STARTING", "INPROGRESS", "COMPLETED")) {
      transition(namespace, status);
    }
    withResources.remove(namespace);
    clock.advance(Duration.ofMillis(100));
  }

  private void transition(String namespace, String status) {
    withResources.add(namespace);
    counters.increment(namespace, "us-east-1", status);
  }

  private List<String> scrape() {
    counters.expire();
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith("jobreflector_transitions_total{"))
        .toList();
  }

  private static String series(String namespace, String status, int count) {
    return "jobreflector_transitions_total{namespace=\"%s\",region=\"us-east-1\",status=\"%s\"} %d.0"
        .formatted(namespace, status, count);
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
