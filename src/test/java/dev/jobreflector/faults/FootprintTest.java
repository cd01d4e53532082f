package dev.jobreflector.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What of a scrape is counted. */
class FootprintTest {

  private static final String METRICS =
      """
      # HELP jobreflector_jobs Resources
      jobreflector_jobs{account="1",region="us-east-1",status="FAILED"} 2.0
      jobreflector_transitions_total{namespace="one",region="us-east-1",status="FAILED"} 1.0
      jobreflector_transitions_total{namespace="one",region="us-east-1",status="STARTING"} 1.0
      jobreflector_transitions_total{region="us-east-1",namespace="two",status="FAILED"} 1.0
      process_cpu_usage 0.1
      """;

  @Test
  void series_of_namespaces_are_counted_apart() {
    assertThat(Footprint.series(METRICS)).isEqualTo(2);
  }

  @Test
  void each_namespace_counts_once() {
    assertThat(Footprint.namespaces(METRICS)).isEqualTo(2);
  }
}
