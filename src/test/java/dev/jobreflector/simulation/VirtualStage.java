package dev.jobreflector.simulation;

import dev.jobreflector.measurement.ChangeDelays;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One account and region: its jobs, its operator, the clock of both, and what is measured. */
final class VirtualStage {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  /** Jobs that run were created within this time before the start, evenly. */
  private static final Duration RUNNING_SINCE = Duration.ofHours(8);

  private static final Duration STARTING = Duration.ofSeconds(10);
  private static final Duration ENDED_AFTER = Duration.ofSeconds(50);
  private static final Duration LOOK_EACH = Duration.ofMillis(100);

  private final Size size;
  private final int resources;
  private final VirtualTime time = new VirtualTime(START);
  private final VirtualSageMaker sageMaker = new VirtualSageMaker();
  private final VirtualOperator operator;
  private final ChangeDelays delays = new ChangeDelays(time::nanos);
  private final Random random;

  /** The account and region of this number; nothing is there yet. */
  VirtualStage(Size size, int region) {
    long seed = size.seed() + region;
    this.size = size;
    this.resources = size.resourcesOf(region);
    this.random = new Random(seed);
    this.operator =
        new VirtualOperator(
            time, sageMaker, size.rate(), size.burst(), size.freshness(), size.latencies(), seed);
    operator.onShown(delays::shown);
  }

  Size size() {
    return size;
  }

  int finished() {
    return resources - size.unfinished();
  }

  VirtualTime time() {
    return time;
  }

  VirtualOperator operator() {
    return operator;
  }

  ChangeDelays delays() {
    return delays;
  }

  Random random() {
    return random;
  }

  /** Jobs that have ended, one created each minute before now; one of ten did not complete. */
  List<String> ended(String prefix, int count) {
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String end = i % 20 == 9 ? "FAILED" : i % 20 == 19 ? "STOPPED" : "COMPLETED";
      Instant created = time.now().minus(Duration.ofMinutes(count - i));
      names.add(put(running(name(prefix, i), created).in(end, created.plus(ENDED_AFTER))));
    }
    return names;
  }

  /** Jobs that run until they are ended. */
  List<String> running(String prefix, int count) {
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(put(running(name(prefix, i), createdOf(i, count))));
    }
    return names;
  }

  /** Jobs that are STARTING until they are moved on. */
  List<String> starting(String prefix, int count) {
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(put(VirtualJob.created(name(prefix, i), createdOf(i, count))));
    }
    return names;
  }

  /** The jobs of others in the account. */
  void untracked() {
    ended("others-ended-", size.untrackedFinished());
    running("others-active-", size.untrackedActive());
  }

  /** A job that begins now, and a resource for it. */
  void begin(String name) {
    put(VirtualJob.created(name, time.now()));
    delays.begins(name, "STARTING");
    operator.apply(name);
  }

  /** The job of this resource changes now. */
  void change(String name, String status) {
    delays.changes(name, status);
    put(sageMaker.get(name).in(status, time.now()));
  }

  /** Until an operator has described every unfinished job once. */
  void warmUp() {
    time.pass(size.warmUpTime());
  }

  /** Lets time pass until every change is shown, for so long at most. */
  void awaitShown(Duration limit) {
    Instant end = time.now().plus(limit);
    while (delays.waiting() > 0 && time.now().isBefore(end)) {
      time.pass(LOOK_EACH);
    }
  }

  private Instant createdOf(int i, int count) {
    return time.now().minus(RUNNING_SINCE.multipliedBy(count - i).dividedBy(count));
  }

  private String put(VirtualJob job) {
    sageMaker.put(job);
    return job.name();
  }

  private static VirtualJob running(String name, Instant created) {
    return VirtualJob.created(name, created).in("INPROGRESS", created.plus(STARTING));
  }

  private static String name(String prefix, int i) {
    String digits = Integer.toString(i);
    return prefix + "0".repeat(Math.max(0, 6 - digits.length())) + digits;
  }
}
