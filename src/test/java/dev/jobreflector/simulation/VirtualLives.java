package dev.jobreflector.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * The benchmark's changes: in turn a job that was STARTING runs, and one that ran ends. In place of
 * each that ends, another job starts with a resource of its own, and the resource of one that ended
 * long ago is deleted: the numbers stay what they are. One seed gives the same changes, at the same
 * times, in the benchmark and here.
 */
final class VirtualLives {

  /** Enough for an end to be shown before its resource is deleted. */
  private static final int ENDED_KEPT = 50;

  private static final double COMPLETED = 0.9;
  private static final double FAILED = 0.05;

  private final VirtualStage stage;
  private final Random random;
  private final List<String> starting;
  private final List<String> running;
  private final Deque<String> ended;
  private double nextMillis;
  private boolean starts = true;
  private int begun;

  VirtualLives(
      VirtualStage stage, List<String> starting, List<String> running, List<String> ended) {
    this.stage = stage;
    this.random = stage.random();
    this.starting = new ArrayList<>(starting);
    this.running = new ArrayList<>(running);
    this.ended = new ArrayDeque<>(ended);
  }

  /** Has changes happen from now on, for so long. */
  void run(Duration duration) {
    Instant begin = stage.time().now();
    plan(begin, begin.plus(duration));
    stage.time().pass(duration);
  }

  // Random times without memory: the pauses are exponentially distributed.
  private void plan(Instant begin, Instant end) {
    nextMillis -= Math.log(1 - random.nextDouble()) * 3_600_000 / stage.size().changesPerHour();
    Instant next = begin.plusMillis(Math.round(nextMillis));
    if (next.isAfter(end)) {
      return;
    }
    stage
        .time()
        .at(
            next,
            () -> {
              if (starts) {
                begin();
              } else {
                end();
              }
              starts = !starts;
              plan(begin, end);
            });
  }

  private void begin() {
    if (!starting.isEmpty()) {
      String job = starting.remove(random.nextInt(starting.size()));
      stage.change(job, "INPROGRESS");
      running.add(job);
    }
  }

  private void end() {
    if (running.isEmpty()) {
      return;
    }
    String job = running.remove(random.nextInt(running.size()));
    double lot = random.nextDouble();
    stage.change(
        job, lot < COMPLETED ? "COMPLETED" : lot < COMPLETED + FAILED ? "FAILED" : "STOPPED");
    ended.add(job);
    String another = VirtualStage.name("begun-", begun++);
    stage.begin(another);
    starting.add(another);
    if (ended.size() > ENDED_KEPT) {
      stage.operator().delete(ended.remove());
    }
  }
}
