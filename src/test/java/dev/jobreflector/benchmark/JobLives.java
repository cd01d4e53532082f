package dev.jobreflector.benchmark;

import dev.jobreflector.simulator.JobStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Jobs go on at random times: in turn one that was STARTING runs, and one that ran ends. In place
 * of each that ends, another job starts with a resource of its own, and the resource of one that
 * ended long ago is deleted: the numbers stay what they are.
 */
final class JobLives {

  private static final Duration SAY_EACH = Duration.ofMinutes(2);

  /** Few enough not to count, and enough for an end to be shown before its resource is deleted. */
  private static final int ENDED_KEPT = 50;

  private static final double COMPLETED = 0.9;
  private static final double FAILED = 0.05;

  private final Stage stage;
  private final Delays delays;
  private final Random random;
  private final Resources resources;
  private final List<String> starting;
  private final List<String> running;
  private final Deque<String> ended;
  private int begun;

  JobLives(
      Stage stage, Delays delays, List<String> starting, List<String> running, List<String> ended) {
    this.stage = stage;
    this.delays = delays;
    this.random = new Random(stage.parameters().seed());
    this.resources = stage.resources();
    this.starting = new ArrayList<>(starting);
    this.running = new ArrayList<>(running);
    this.ended = new ArrayDeque<>(ended);
  }

  /** Has so many changes happen in this time. */
  void run(Duration time, double changesPerHour) throws InterruptedException {
    stage.say("Jobs change, %,.0f times an hour".formatted(changesPerHour));
    long end = System.nanoTime() + time.toNanos();
    long next = System.nanoTime();
    long said = next;
    for (boolean starts = true; ; starts = !starts) {
      // Random times without memory: the pauses are exponentially distributed.
      double pause = -Math.log(1 - random.nextDouble()) * 3600 / changesPerHour;
      next += Math.round(pause * 1e9);
      if (next > end) {
        pauseUntil(end);
        return;
      }
      pauseUntil(next);
      if (next - said > SAY_EACH.toNanos()) {
        said = next;
        stage.say(
            "  %,d changes, %,d of them not shown yet"
                .formatted(delays.changes(), delays.waiting()));
      }
      if (starts) {
        begin();
      } else {
        end();
      }
    }
  }

  /** How many jobs have begun, each with a new resource. */
  int begun() {
    return begun;
  }

  private void begin() {
    if (!starting.isEmpty()) {
      String job = starting.remove(random.nextInt(starting.size()));
      change(job, JobStatus.INPROGRESS);
      running.add(job);
    }
  }

  private void end() {
    if (running.isEmpty()) {
      return;
    }
    String job = running.remove(random.nextInt(running.size()));
    double lot = random.nextDouble();
    change(
        job,
        lot < COMPLETED
            ? JobStatus.COMPLETED
            : lot < COMPLETED + FAILED ? JobStatus.FAILED : JobStatus.STOPPED);
    ended.add(job);
    String another = "begun-%06d".formatted(begun++);
    stage.jobs().start(another);
    resources.create(another);
    starting.add(another);
    if (ended.size() > ENDED_KEPT) {
      resources.delete(ended.remove());
    }
  }

  private void change(String job, JobStatus status) {
    delays.changes(job, status.name());
    stage.sageMaker().jobs().transition(job, status);
  }

  private void pauseUntil(long nanos) throws InterruptedException {
    Duration pause = Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    stage.await("Jobs change", pause, () -> false);
  }
}
