package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.measurement.ChangeDelays;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users who change the request annotation all the time, at one call to AWS a second. */
class RequestFloodTest {

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final Duration LENGTH = Duration.ofMinutes(9);
  private static final int CHANGES = 20;

  /** In each namespace whose annotations change. */
  private static final int LOUD_RESOURCES = 20;

  private static final Duration BETWEEN_CHANGES = Duration.ofMillis(20);

  /** The longest delay of a change in the quiet namespace, and all writes of the others. */
  private record Seen(double longestDelay, int loudWrites) {}

  @ParameterizedTest
  @CsvSource({
    "3, 10s, 1",
    "20, 10s, 1",
    "200, 10s, 1",
    "20, 10s, 3",
    "12, 0s, 1",
    "60, 0s, 1",
  })
  void change_in_another_namespace_shows_at_most_twice_as_late(
      int jobs, String freshness, int loudNamespaces) {
    Duration wanted = Duration.parse("PT" + freshness);

    double calm = new Account(wanted, jobs, loudNamespaces).live(false).longestDelay();
    double flooded = new Account(wanted, jobs, loudNamespaces).live(true).longestDelay();

    assertThat(flooded).isLessThan(2 * calm);
  }

  @Test
  void status_is_written_once_for_each_poll_that_answers_and_not_for_each_change() {
    Seen seen = new Account(Duration.ofSeconds(10), 3, 1).live(true);

    // 27,000 changes; at most every third call is theirs while others are due, else every one.
    assertThat(seen.loudWrites()).isBetween(200, (int) LENGTH.toSeconds());
  }

  @Test
  void last_text_is_echoed_once_the_changes_end() {
    Account account = new Account(Duration.ofSeconds(10), 3, 1);
    account.live(true);

    account.time.pass(Duration.ofMinutes(2));

    for (String resource : account.loud) {
      var loud = account.operator.resource(resource);
      assertThat(loud.getStatus().lastHandledReconcileAt())
          .isEqualTo(loud.getMetadata().getAnnotations().values().iterator().next());
    }
  }

  @Test
  void finished_job_is_described_every_five_seconds_at_most() {
    Account account = new Account(Duration.ofSeconds(10), 1, 1);
    String name = "done";
    account.sageMaker.put(
        VirtualJob.created(name, START.minusSeconds(600)).in("COMPLETED", START.minusSeconds(60)));
    account.operator.apply("loud-0/" + name);
    account.time.pass(Duration.ofMinutes(1));
    int before = account.operator.calls().describesOf(name);

    account.flood(List.of("loud-0/" + name), Duration.ofMinutes(1));
    account.time.pass(Duration.ofMinutes(1));

    assertThat(account.operator.calls().describesOf(name) - before).isBetween(11, 13);
  }

  /** A quiet namespace beside loud ones, each with jobs that run. */
  private static final class Account {

    private final VirtualTime time = new VirtualTime(START);
    private final VirtualSageMaker sageMaker = new VirtualSageMaker();
    private final VirtualOperator operator;
    private final List<String> quiet;
    private final List<String> loud;

    Account(Duration freshness, int jobs, int loudNamespaces) {
      Latencies latencies = Latencies.ofCalls(Duration.ofMillis(150));
      operator = new VirtualOperator(time, sageMaker, 1, 2, freshness, latencies, 1);
      quiet = names("quiet/job-", jobs);
      loud =
          names("loud-", loudNamespaces).stream()
              .flatMap(
                  namespace -> names(namespace + "/" + namespace + "-", LOUD_RESOURCES).stream())
              .toList();
      quiet.forEach(this::run);
      loud.forEach(this::run);
      time.pass(Duration.ofMinutes(10));
    }

    private static List<String> names(String prefix, int count) {
      return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private void run(String resource) {
      sageMaker.put(
          VirtualJob.created(job(resource), START.minusSeconds(3600))
              .in("INPROGRESS", START.minusSeconds(60)));
      operator.apply(resource);
    }

    private static String job(String resource) {
      return resource.substring(resource.indexOf('/') + 1);
    }

    Seen live(boolean withFlood) {
      if (withFlood) {
        flood(loud, LENGTH);
      }
      time.pass(Duration.ofMinutes(1));
      int writes = operator.writes();
      ChangeDelays delays = new ChangeDelays(time::nanos);
      operator.onShown(delays::shown);
      for (int i = 0; i < CHANGES; i++) {
        change(job(quiet.get(i % quiet.size())), delays);
        // No divisor of any period.
        time.pass(Duration.ofMillis(21_300));
      }
      awaitShown(delays);
      assertThat(delays.shown().count()).isEqualTo(CHANGES);
      return new Seen(delays.shown().max(), operator.writes() - writes - CHANGES);
    }

    private void change(String job, ChangeDelays delays) {
      String before = sageMaker.get(job).listed().optimizationJobStatus();
      String next = before.equals("STOPPING") ? "INPROGRESS" : "STOPPING";
      delays.changes(job, next);
      sageMaker.put(sageMaker.get(job).in(next, time.now()));
    }

    private void awaitShown(ChangeDelays delays) {
      for (int i = 0; i < 300 && delays.waiting() > 0; i++) {
        time.pass(Duration.ofSeconds(1));
      }
      assertThat(delays.waiting()).isZero();
    }

    private void flood(List<String> resources, Duration length) {
      long changes = length.dividedBy(BETWEEN_CHANGES);
      for (int i = 0; i < changes; i++) {
        String text = "text-" + i;
        String resource = resources.get(i % resources.size());
        time.at(
            time.now().plus(BETWEEN_CHANGES.multipliedBy(i)),
            () -> operator.request(resource, text));
      }
    }
  }
}
