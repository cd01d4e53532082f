package dev.jobreflector.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The token bucket, and how its rate gives way. */
class RequestBudgetTest {

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final Offset<Double> EXACT = Offset.offset(1e-9);

  @Test
  void burst_is_there_at_once_and_no_more() {
    RequestBudget budget = new RequestBudget(1, 2, START);

    assertThat(budget.tryTake(START)).isTrue();
    assertThat(budget.tryTake(START)).isTrue();
    assertThat(budget.tryTake(START)).isFalse();
  }

  @Test
  void calls_in_flight_hold_their_tokens() {
    RequestBudget budget = new RequestBudget(1, 1, START);
    assertThat(budget.tryTake(START)).isTrue();
    Instant later = START.plusSeconds(100);
    assertThat(budget.nextTokenTime(later)).isEqualTo(Instant.MAX);
    assertThat(budget.tryTake(later)).isFalse();

    budget.ended(later);

    assertThat(budget.nextTokenTime(later)).isEqualTo(later.plusSeconds(1));
    assertThat(budget.tryTake(later.plusSeconds(1))).isTrue();
  }

  /** A call counts where it arrives: anywhere between its beginning and its end. */
  @ParameterizedTest
  @CsvSource({"1, 2", "2, 2", "0.5, 1", "7.3, 5", "0.05, 1"})
  void aws_never_sees_more_than_burst_and_rate_times_time_in_any_window(double rate, int burst) {
    for (int seed = 0; seed < 100; seed++) {
      List<Instant> arrivals = arrivals(new RequestBudget(rate, burst, START), new Random(seed));
      Collections.sort(arrivals);
      for (int first = 0; first < arrivals.size(); first++) {
        for (int last = first; last < arrivals.size(); last++) {
          double seconds =
              Duration.between(arrivals.get(first), arrivals.get(last)).toNanos() / 1e9;
          assertThat(last - first + 1)
              .as("seed %d: calls in %f s", seed, seconds)
              .isLessThanOrEqualTo((int) Math.floor(burst + rate * seconds + 1e-3));
        }
      }
    }
  }

  private static List<Instant> arrivals(RequestBudget budget, Random random) {
    List<Instant> arrivals = new ArrayList<>();
    PriorityQueue<Instant> ends = new PriorityQueue<>();
    Instant now = START;
    while (arrivals.size() < 60) {
      Instant next = now.plusMillis(1 + random.nextInt(random.nextBoolean() ? 50 : 3000));
      while (!ends.isEmpty() && !ends.peek().isAfter(next)) {
        Instant ended = ends.remove();
        budget.ended(ended);
        if (random.nextInt(10) == 0) {
          budget.throttled(ended);
        }
      }
      now = next;
      while (budget.tryTake(now)) {
        int took = random.nextInt(random.nextInt(5) == 0 ? 10_000 : 200);
        ends.add(now.plusMillis(took));
        arrivals.add(now.plusMillis(took == 0 ? 0 : random.nextInt(took)));
      }
    }
    return arrivals;
  }

  @Test
  void token_is_there_when_it_was_said_to_be_and_not_before() {
    Random random = new Random(1);
    RequestBudget budget = new RequestBudget(0.7, 2, START);
    Instant now = START;
    for (int i = 0; i < 500; i++) {
      Instant tokenTime = budget.nextTokenTime(now);
      if (tokenTime.isAfter(now.plusMillis(1))) {
        assertThat(budget.tryTake(tokenTime.minusMillis(1))).isFalse();
      }
      assertThat(budget.tryTake(tokenTime)).isTrue();
      now = tokenTime.plusMillis(random.nextInt(2000));
      budget.ended(now);
    }
  }

  @Test
  void throttling_halves_the_rate_at_once() {
    RequestBudget budget = new RequestBudget(1, 2, START);

    budget.throttled(START);

    assertThat(budget.rate()).isEqualTo(0.5, EXACT);
  }

  @Test
  void throttling_that_goes_on_halves_the_rate_each_ten_seconds_down_to_the_floor() {
    RequestBudget budget = new RequestBudget(1, 2, START);

    List<Double> rates = new ArrayList<>();
    for (int second = 0; second < 50; second++) {
      budget.throttled(START.plusSeconds(second));
      if (second % 10 == 9) {
        rates.add(budget.rate());
      }
    }

    assertThat(rates).containsExactly(0.5, 0.25, 0.125, RequestBudget.FLOOR, RequestBudget.FLOOR);
  }

  @Test
  void each_ten_seconds_without_throttling_add_a_tenth() {
    RequestBudget budget = new RequestBudget(1, 2, START);
    budget.throttled(START);

    assertThat(rateAt(budget, 9.999)).isEqualTo(0.5, EXACT);
    assertThat(rateAt(budget, 10)).isEqualTo(0.6, EXACT);
    assertThat(rateAt(budget, 19.999)).isEqualTo(0.6, EXACT);
    assertThat(rateAt(budget, 40)).isEqualTo(0.9, EXACT);
    assertThat(rateAt(budget, 1000)).isEqualTo(1, EXACT);
  }

  @Test
  void throttling_puts_off_the_recovery() {
    RequestBudget budget = new RequestBudget(1, 2, START);
    budget.throttled(START);
    budget.throttled(START.plusSeconds(9));

    assertThat(rateAt(budget, 18)).isEqualTo(0.5, EXACT);
    assertThat(rateAt(budget, 19)).isEqualTo(0.6, EXACT);
  }

  @Test
  void rate_set_below_the_floor_is_kept() {
    RequestBudget budget = new RequestBudget(0.05, 1, START);

    budget.throttled(START);

    assertThat(budget.rate()).isEqualTo(0.05, EXACT);
  }

  @Test
  void impossible_settings_are_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RequestBudget(0, 1, START));
    assertThatIllegalArgumentException().isThrownBy(() -> new RequestBudget(1, 0, START));
    assertThatIllegalArgumentException().isThrownBy(() -> new RequestBudget(Double.NaN, 1, START));
  }

  private static double rateAt(RequestBudget budget, double seconds) {
    Instant asked = budget.nextTokenTime(START.plusMillis(Math.round(seconds * 1000)));
    assertThat(asked).isNotNull();
    return budget.rate();
  }
}
