package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One account and region with its operator, on a virtual clock, with the real decisions and the
 * real schedule.
 */
abstract class VirtualAccount {

  static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  static final Duration FRESHNESS = Duration.ofSeconds(10);

  final VirtualTime time = new VirtualTime(START);
  final VirtualSageMaker sageMaker = new VirtualSageMaker();
  final Latencies latencies = Latencies.ofCalls(Duration.ofMillis(150));
  final VirtualOperator operator;

  VirtualAccount() {
    this(2);
  }

  /** With an operator that makes so many requests a second. */
  VirtualAccount(double rate) {
    operator = new VirtualOperator(time, sageMaker, rate, 2, FRESHNESS, latencies, 1);
  }

  void assertNotFound(String name) {
    assertThat(operator.resource(name).getStatus().conditions())
        .anyMatch(c -> c.type().equals("Synced") && c.reason().equals("JobNotFound"));
  }

  void finished(String name) {
    sageMaker.put(
        VirtualJob.created(
                name, time.now().minus(Duration.ofDays(2)).plusSeconds(name.hashCode() % 5000))
            .in("COMPLETED", time.now().minus(Duration.ofDays(1))));
    operator.apply(name);
  }

  void finished(int count, String prefix) {
    for (int i = 0; i < count; i++) {
      finished(prefix + "-" + i);
    }
  }

  void running(int count, String prefix) {
    running(count, prefix, Duration.ofHours(1));
  }

  void running(int count, String prefix, Duration since) {
    for (int i = 0; i < count; i++) {
      String name = prefix + "-" + i;
      sageMaker.put(
          VirtualJob.created(name, START.minus(since).plusSeconds(i))
              .in("INPROGRESS", START.minusSeconds(60)));
      operator.apply(name);
    }
  }

  /** The newest of them ended a while ago, the oldest long ago. */
  void completed(int count, String prefix) {
    for (int i = 0; i < count; i++) {
      String name = prefix + "-" + i;
      sageMaker.put(
          VirtualJob.created(name, START.minusSeconds(10 + 60L * i))
              .in("COMPLETED", START.minusSeconds(5)));
      operator.apply(name);
    }
  }

  void untracked(int active, int ended) {
    for (int i = 0; i < active; i++) {
      sageMaker.put(
          VirtualJob.created("untracked-active-" + i, START.minusSeconds(7200 - i))
              .in("INPROGRESS", START.minusSeconds(3000)));
    }
    for (int i = 0; i < ended; i++) {
      sageMaker.put(
          VirtualJob.created("untracked-finished-" + i, START.minusSeconds(60L * i))
              .in("COMPLETED", START.minusSeconds(30)));
    }
  }

  /** Until every resource shows its job, and a few sweeps more. */
  void settle() {
    Instant latest = time.now().plus(Duration.ofHours(2));
    int idle = 0;
    int before = -1;
    while (idle < 30 && time.now().isBefore(latest)) {
      time.pass(Duration.ofSeconds(5));
      idle = operator.writes() == before ? idle + 1 : 0;
      before = operator.writes();
    }
  }

  void move(String name, String status) {
    sageMaker.put(sageMaker.get(name).in(status, time.now()));
  }

  boolean allShown(int count, String status) {
    for (int i = 0; i < count; i++) {
      if (!status.equals(operator.shown("job-" + i))) {
        return false;
      }
    }
    return true;
  }

  static Duration longestGap(List<Instant> times) {
    Duration longest = Duration.ZERO;
    for (int i = 1; i < times.size(); i++) {
      Duration gap = Duration.between(times.get(i - 1), times.get(i));
      longest = gap.compareTo(longest) > 0 ? gap : longest;
    }
    return longest;
  }
}
