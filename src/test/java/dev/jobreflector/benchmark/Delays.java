package dev.jobreflector.benchmark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * From a job's change to the status that shows it, or shows what the job changed to after that.
 * Thread-safe.
 */
final class Delays {

  private record Change(String status, long nanos) {}

  private final Map<String, Deque<Change>> waiting = new HashMap<>();
  private final List<Long> shown = new ArrayList<>();
  private int changes;

  /** The job of this resource changes now. To be called before it does. */
  synchronized void changes(String resource, String status) {
    changes++;
    waiting
        .computeIfAbsent(resource, name -> new ArrayDeque<>())
        .add(new Change(status, System.nanoTime()));
  }

  /** The resource was seen to show this status. */
  synchronized void shown(StatusWatch.Shown seen) {
    Deque<Change> changesOfJob = waiting.get(seen.name());
    if (changesOfJob == null
        || changesOfJob.stream().noneMatch(change -> change.status().equals(seen.jobStatus()))) {
      return;
    }
    Change first;
    do {
      first = changesOfJob.remove();
      shown.add(seen.nanos() - first.nanos());
    } while (!first.status().equals(seen.jobStatus()));
    if (changesOfJob.isEmpty()) {
      waiting.remove(seen.name());
    }
  }

  /** How many changes there were. */
  synchronized int changes() {
    return changes;
  }

  /** How many are not shown yet. */
  synchronized int waiting() {
    return changes - shown.size();
  }

  /** All delays; a change not shown yet counts with the time it has waited. */
  synchronized Percentiles percentiles() {
    List<Long> all = new ArrayList<>(shown);
    long now = System.nanoTime();
    for (Iterator<Deque<Change>> jobs = waiting.values().iterator(); jobs.hasNext(); ) {
      jobs.next().forEach(change -> all.add(now - change.nanos()));
    }
    return Percentiles.ofNanos(all);
  }
}
