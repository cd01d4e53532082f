package dev.jobreflector.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From a job's change to the status that shows it, or shows what the job changed to after that: as
 * the benchmark counts it.
 */
final class ChangeDelays {

  private record Change(String status, Instant time) {}

  private final VirtualTime time;
  private final Map<String, Deque<Change>> waiting = new HashMap<>();
  private final List<Duration> shown = new ArrayList<>();
  private int changes;

  ChangeDelays(VirtualTime time) {
    this.time = time;
  }

  /** The job of this resource changes now. */
  void changes(String name, String status) {
    changes++;
    waiting.computeIfAbsent(name, added -> new ArrayDeque<>(2)).add(new Change(status, time.now()));
  }

  /** The resource now shows this status. */
  void shown(String name, String status) {
    Deque<Change> ofJob = waiting.get(name);
    if (ofJob == null || ofJob.stream().noneMatch(change -> change.status().equals(status))) {
      return;
    }
    Change first;
    do {
      first = ofJob.remove();
      shown.add(Duration.between(first.time(), time.now()));
    } while (!first.status().equals(status));
    if (ofJob.isEmpty()) {
      waiting.remove(name);
    }
  }

  /** How many changes there were. */
  int changes() {
    return changes;
  }

  /** How many of them are not shown yet. */
  int waiting() {
    return changes - shown.size();
  }

  /** From each change that is shown to its status. */
  List<Duration> shown() {
    return shown;
  }
}
