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
 * the benchmark counts it. The first state of a new job counts by itself.
 */
final class ChangeDelays {

  private record Change(String status, Instant time, boolean isFirst) {}

  private final VirtualTime time;
  private final Map<String, Deque<Change>> waiting = new HashMap<>();
  private final List<Duration> shown = new ArrayList<>();
  private final List<Duration> firstsShown = new ArrayList<>();
  private int changes;
  private int begun;
  private int passed;

  ChangeDelays(VirtualTime time) {
    this.time = time;
  }

  /** The job of this resource changes now. */
  void changes(String name, String status) {
    changes++;
    add(name, new Change(status, time.now(), false));
  }

  /** A job begins now, and so does its resource. */
  void begins(String name, String status) {
    begun++;
    add(name, new Change(status, time.now(), true));
  }

  private void add(String name, Change change) {
    waiting.computeIfAbsent(name, added -> new ArrayDeque<>(2)).add(change);
  }

  /** The resource now shows this status. */
  void shown(String name, String status) {
    Deque<Change> ofJob = waiting.get(name);
    if (ofJob == null || ofJob.stream().noneMatch(change -> change.status().equals(status))) {
      return;
    }
    Change first = ofJob.remove();
    while (!first.status().equals(status)) {
      passed++;
      add(first);
      first = ofJob.remove();
    }
    add(first);
    if (ofJob.isEmpty()) {
      waiting.remove(name);
    }
  }

  private void add(Change change) {
    (change.isFirst() ? firstsShown : shown).add(Duration.between(change.time(), time.now()));
  }

  /** How many changes there were, the beginnings left out. */
  int changes() {
    return changes;
  }

  /** How many jobs began. */
  int begun() {
    return begun;
  }

  /** How many changes and beginnings are not shown yet. */
  int waiting() {
    return changes + begun - shown.size() - firstsShown.size();
  }

  /** How many were never shown, since the job had moved on. */
  int passed() {
    return passed;
  }

  /** From each change that is shown to its status. */
  List<Duration> shown() {
    return shown;
  }

  /** From the beginning of each job that is shown to its first status. */
  List<Duration> firstsShown() {
    return firstsShown;
  }
}
