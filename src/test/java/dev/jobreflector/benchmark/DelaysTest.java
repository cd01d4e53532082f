package dev.jobreflector.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.benchmark.StatusWatch.Shown;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DelaysTest {

  private final Delays delays = new Delays();

  @Test
  void aDelayEndsWhenTheStatusIsShown() {
    delays.changes("job", "INPROGRESS");
    delays.shown(shown("job", "STARTING", 1));
    delays.shown(shown("other", "INPROGRESS", 1));
    assertThat(delays.waiting()).isEqualTo(1);

    delays.shown(shown("job", "INPROGRESS", 3));
    assertThat(delays.waiting()).isZero();
    assertThat(delays.percentiles().max()).isBetween(2.9, 3.1);
  }

  @Test
  void aStateThatWasNeverSeenCountsUntilALaterOneIs() {
    delays.changes("job", "INPROGRESS");
    delays.changes("job", "COMPLETED");
    delays.shown(shown("job", "COMPLETED", 5));

    assertThat(delays.percentiles().count()).isEqualTo(2);
    assertThat(delays.percentiles().at(0.01)).isBetween(4.9, 5.1);
  }

  @Test
  void aChangeNotShownCountsWithTheTimeItHasWaited() {
    delays.changes("job", "COMPLETED");

    assertThat(delays.percentiles().count()).isEqualTo(1);
    assertThat(delays.percentiles().max()).isNotNegative();
  }

  @Test
  void aPercentileIsTheSmallestThatSoManyDoNotExceed() {
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
