package dev.jobreflector.measurement;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * From a job's change to the status that shows it, or shows what the job changed to after that. The
 * first state of a new job counts by itself. Thread-safe.
 */
public final class ChangeDelays {

  private record Change(String status, long nanos, boolean isFirst) {}

  private final LongSupplier nanoTime;
  private final Map<String, Deque<Change>> waiting = new HashMap<>();
  private final List<Long> shown = new ArrayList<>();
  private final List<Long> firstsShown = new ArrayList<>();
  private int changes;
  private int begun;
  private int passed;

  /** Measures by a clock like {@link System#nanoTime}. */
  public ChangeDelays(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The job of this resource changes now. To be called before it does. */
  public synchronized void changes(String resource, String status) {
    changes++;
    add(resource, new Change(status, nanoTime.getAsLong(), false));
  }

  /** A job begins now, and so does its resource. */
  public synchronized void begins(String resource, String status) {
    begun++;
    add(resource, new Change(status, nanoTime.getAsLong(), true));
  }

  private void add(String resource, Change change) {
    waiting.computeIfAbsent(resource, added -> new ArrayDeque<>(2)).add(change);
  }

  /** The resource shows this status now. */
  public void shown(String resource, String status) {
    shown(resource, status, nanoTime.getAsLong());
  }

  /** The resource was seen to show this status at a time. */
  public synchronized void shown(String resource, String status, long nanos) {
    Deque<Change> ofJob = waiting.get(resource);
    if (ofJob == null || ofJob.stream().noneMatch(change -> change.status().equals(status))) {
      return;
    }
    Change first = ofJob.remove();
    while (!first.status().equals(status)) {
      passed++;
      ended(first, nanos);
      first = ofJob.remove();
    }
    ended(first, nanos);
    if (ofJob.isEmpty()) {
      waiting.remove(resource);
    }
  }

  private void ended(Change change, long nanos) {
    (change.isFirst() ? firstsShown : shown).add(nanos - change.nanos());
  }

  /** How many changes there were, the beginnings left out. */
  public synchronized int changes() {
    return changes;
  }

  /** How many jobs began. */
  public synchronized int begun() {
    return begun;
  }

  /** How many changes and beginnings are not shown yet. */
  public synchronized int waiting() {
    return changes + begun - shown.size() - firstsShown.size();
  }

  /** How many were never shown, since the job had moved on. */
  public synchronized int passed() {
    return passed;
  }

  /** From each change that is shown to its status. */
  public synchronized Percentiles shown() {
    return Percentiles.ofNanos(shown);
  }

  /** From the beginning of each job that is shown to its first status. */
  public synchronized Percentiles firstsShown() {
    return Percentiles.ofNanos(firstsShown);
  }

  /** Those of all changes; one not shown yet counts with the time it has waited. */
  public synchronized Percentiles all() {
    List<Long> all = new ArrayList<>(shown);
    long now = nanoTime.getAsLong();
    for (Deque<Change> ofJob : waiting.values()) {
      ofJob.stream()
          .filter(change -> !change.isFirst())
          .forEach(change -> all.add(now - change.nanos()));
    }
    return Percentiles.ofNanos(all);
  }
}
