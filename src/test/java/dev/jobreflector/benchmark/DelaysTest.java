package dev.jobreflector.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.benchmark.StatusWatch.Shown;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DelaysTest {

  private final Delays delays = new Delays();

  @Test
  void a_delay_ends_when_the_status_is_shown() {
    delays.changes("job", "INPROGRESS");
    delays.shown(shown("job", "STARTING", 1));
    delays.shown(shown("other", "INPROGRESS", 1));
    assertThat(delays.waiting()).isEqualTo(1);

    delays.shown(shown("job", "INPROGRESS", 3));
    assertThat(delays.waiting()).isZero();
    assertThat(delays.percentiles().max()).isBetween(2.9, 3.1);
  }

  @Test
  void a_state_that_was_never_seen_counts_until_a_later_one_is() {
    delays.changes("job", "INPROGRESS");
    delays.changes("job", "COMPLETED");
    delays.shown(shown("job", "COMPLETED", 5));

    assertThat(delays.percentiles().count()).isEqualTo(2);
    assertThat(delays.percentiles().at(0.01)).isBetween(4.9, 5.1);
  }

  @Test
  void a_change_not_shown_counts_with_the_time_it_has_waited() {
    delays.changes("job", "COMPLETED");

    assertThat(delays.percentiles().count()).isEqualTo(1);
    assertThat(delays.percentiles().max()).isNotNegative();
  }

  @Test
  void a_percentile_is_the_smallest_that_so_many_do_not_exceed() {
    List<Long> nanos = LongStream.rangeClosed(1, 100).map(s -> s * 1_000_000_000).boxed().toList();
    Percentiles seconds = Percentiles.ofNanos(nanos);

    assertThat(seconds.at(0.5)).isEqualTo(50);
    assertThat(seconds.at(0.99)).isEqualTo(99);
    assertThat(seconds.max()).isEqualTo(100);
    assertThat(Percentiles.ofNanos(List.of()).max()).isNaN();
  }

  private static Shown shown(String name, String status, long secondsFromNow) {
    return new Shown(name, status, "True", System.nanoTime() + secondsFromNow * 1_000_000_000);
  }
}
