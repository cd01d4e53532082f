package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallMeterTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final CallMeter meter = new CallMeter(2, 2);

  @Test
  void burst_and_then_the_rate_are_within_the_budget() {
    assertThat(arrivedAt(0, 0, 500, 1000, 1500)).isTrue();
    assertThat(meter.excess()).isZero();
  }

  @Test
  void third_call_at_once_is_one_too_many() {
    assertThat(arrivedAt(0, 0)).isTrue();
    assertThat(arrivedAt(0)).isFalse();
    assertThat(meter.excess()).isEqualTo(1);
  }

  @Test
  void worst_window_counts_wherever_it_is() {
    arrivedAt(0, 5000, 5100, 5200, 20_000);
    assertThat(meter.excess()).isBetween(0.59, 0.61);
  }

  @Test
  void rest_saves_no_more_than_the_burst() {
    assertThat(arrivedAt(0, 100_000, 100_000)).isTrue();
    assertThat(arrivedAt(100_000)).isFalse();
  }

  private boolean arrivedAt(int... millis) {
    boolean granted = true;
    for (int each : millis) {
      granted &= meter.arrived(START.plusMillis(each));
    }
    return granted;
  }
}
