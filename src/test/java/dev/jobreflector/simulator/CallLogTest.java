package dev.jobreflector.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallLogTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void the_worst_window_is_the_worst_of_all_windows(long seed) {
    Random random = new Random(seed);
    long[] arrivals = random.longs(300, 0, 60_000_000_000L).sorted().toArray();
    double rate = 1 + 8 * random.nextDouble();
    double burst = 1 + random.nextInt(5);

    WindowCheck worst = measure(rate, burst, arrivals);

    double expected = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < arrivals.length; i++) {
      for (int j = i; j < arrivals.length; j++) {
        double seconds = (arrivals[j] - arrivals[i]) / 1e9;
        expected = Math.max(expected, j - i + 1 - rate * seconds - burst);
      }
    }
    assertThat(worst.excess()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void a_caller_that_keeps_to_its_bucket_passes() {
    WindowCheck worst = measure(2, 2, 0, 0, 500_000_000, 1_000_000_000, 5_000_000_000L);
    assertThat(worst.excess()).isCloseTo(0, within(1e-9));
    assertThatCode(worst::assertKept).doesNotThrowAnyException();
  }

  @Test
  void one_call_too_early_is_found_and_told() {
    WindowCheck worst = measure(2, 2, 0, 0, 400_000_000, 5_000_000_000L);
    assertThatThrownBy(worst::assertKept)
        .isInstanceOf(AssertionError.class)
        .hasMessage("3 calls in 0.400 s, 0.200 more than 2.000 + 2.000/s allow");
    assertThatThrownBy(() -> worst.assertKept(Duration.ofMillis(99)))
        .isInstanceOf(AssertionError.class);
    assertThatCode(() -> worst.assertKept(Duration.ofMillis(101))).doesNotThrowAnyException();
  }

  @Test
  void third_call_at_once_is_one_too_many_of_two() {
    WindowMeter meter = new WindowMeter(2, 2);
    meter.arrived(100_000_000_000L);
    meter.arrived(100_000_000_000L);
    assertThat(meter.isKept()).isTrue();

    meter.arrived(100_000_000_000L);

    assertThat(meter.isKept()).isFalse();
    assertThat(meter.worst().excess()).isEqualTo(1);
  }

  @Test
  void a_bucket_grants_its_burst_and_then_its_rate_to_the_nanosecond() {
    AtomicLong now = new AtomicLong(1);
    TokenBucket bucket = new TokenBucket(2, 2, now::get);
    WindowMeter meter = new WindowMeter(2, 2);
    int granted = 0;
    for (int i = 0; i < 100_000; i++) {
      if (bucket.take()) {
        meter.arrived(now.get());
        granted++;
      }
      now.addAndGet(1_000_000);
    }
    assertThat(granted).isBetween(200, 202);
    assertThatCode(() -> meter.worst().assertKept()).doesNotThrowAnyException();
  }

  @Test
  void counts_need_no_calls_kept() {
    CallLog log = CallLog.countsOnly();
    CallLog.Watch watch = log.watch(1, 1);
    for (int i = 0; i < 1000; i++) {
      log.arrived(Operation.DESCRIBE).ended(Call.OK);
    }
    assertThat(log.calls()).isEmpty();
    assertThat(log.count()).isEqualTo(1000);
    assertThat(log.count(Operation.DESCRIBE)).isEqualTo(1000);
    assertThat(log.count(Operation.DESCRIBE, Call.OK)).isEqualTo(1000);
    assertThat(watch.worst().calls()).isEqualTo(1000);
  }

  @Test
  void the_newest_calls_may_be_kept() {
    CallLog log = CallLog.keepingLast(2);
    for (int i = 0; i < 5; i++) {
      log.arrived(Operation.DESCRIBE).identified(describe("job-" + i));
    }
    assertThat(log.calls()).extracting(Call::jobName).containsExactly("job-3", "job-4");
    assertThat(log.calls()).extracting(Call::outcome).containsOnly(Call.PENDING);
    assertThat(log.count()).isEqualTo(5);
  }

  private static ApiRequest describe(String name) {
    return new ApiRequest(
        Operation.DESCRIBE,
        new AccountRegion("1", "r"),
        WireJson.MAPPER.createObjectNode().put("OptimizationJobName", name));
  }

  private static WindowCheck measure(double rate, double burst, long... arrivals) {
    WindowMeter meter = new WindowMeter(rate, burst);
    Arrays.stream(arrivals).forEach(meter::arrived);
    return meter.worst();
  }
}
