package dev.jobreflector.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChangeDelaysTest {

  private static final long SECOND = 1_000_000_000;

  private long now;
  private final ChangeDelays delays = new ChangeDelays(() -> now);

  @Test
  void a_delay_ends_when_the_status_is_shown() {
    delays.changes("job", "INPROGRESS");
    delays.shown("job", "STARTING", 1 * SECOND);
    delays.shown("other", "INPROGRESS", 1 * SECOND);
    assertThat(delays.waiting()).isEqualTo(1);

    delays.shown("job", "INPROGRESS", 3 * SECOND);
    assertThat(delays.waiting()).isZero();
    assertThat(delays.all().max()).isEqualTo(3);
  }

  @Test
  void a_state_that_was_never_seen_counts_until_a_later_one_is() {
    delays.changes("job", "INPROGRESS");
    delays.changes("job", "COMPLETED");
    delays.shown("job", "COMPLETED", 5 * SECOND);

    assertThat(delays.all().count()).isEqualTo(2);
    assertThat(delays.all().at(0.01)).isEqualTo(5);
  }

  @Test
  void a_change_not_shown_counts_with_the_time_it_has_waited() {
    delays.changes("job", "COMPLETED");
    now = 7 * SECOND;

    assertThat(delays.all().count()).isEqualTo(1);
    assertThat(delays.all().max()).isEqualTo(7);
    assertThat(delays.shown().count()).isZero();
  }

  @Test
  void the_first_state_of_a_new_job_counts_by_itself() {
    delays.begins("job", "STARTING");
    delays.shown("job", "STARTING", 2 * SECOND);

    assertThat(delays.firstsShown().max()).isEqualTo(2);
    assertThat(delays.shown().count()).isZero();
    assertThat(delays.waiting()).isZero();
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
}
