package dev.jobreflector.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes from one thing to do to the next. */
final class VirtualTime {

  private record Task(Instant time, long sequence, Runnable action) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::time).thenComparingLong(Task::sequence));
  private Instant now;
  private long sequence;

  VirtualTime(Instant start) {
    this.now = start;
  }

  Instant now() {
    return now;
  }

  /** Does this at a time, or now where that has passed. */
  void at(Instant time, Runnable action) {
    tasks.add(new Task(time.isBefore(now) ? now : time, sequence++, action));
  }

  void in(Duration wait, Runnable action) {
    at(now.plus(wait), action);
  }

  /** Lets so much time pass. */
  void pass(Duration duration) {
    Instant end = now.plus(duration);
    while (!tasks.isEmpty() && !tasks.element().time().isAfter(end)) {
      Task task = tasks.remove();
      now = task.time();
      task.action().run();
    }
    now = end;
  }
}
