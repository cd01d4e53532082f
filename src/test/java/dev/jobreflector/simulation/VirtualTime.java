package dev.jobreflector.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/** Time that passes from one thing to do to the next. */
final class VirtualTime {

  private record Task(Instant time, long sequence, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = time.compareTo(other.time);
      return byTime == 0 ? Long.compare(sequence, other.sequence) : byTime;
    }
  }

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private Instant now;
  private long sequence;

  VirtualTime(Instant start) {
    this.now = start;
  }

  Instant now() {
    return now;
  }

  /** Now, in nanoseconds since 1970. */
  long nanos() {
    return Duration.between(Instant.EPOCH, now).toNanos();
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
