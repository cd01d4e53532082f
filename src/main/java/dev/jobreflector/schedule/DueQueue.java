package dev.jobreflector.schedule;

import dev.jobreflector.decision.PollWish.Urgency;
import dev.jobreflector.schedule.TrackedJob.Place;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Jobs to poll: those not yet due by time, those due by urgency and, within one urgency, taking
 * turns over namespaces. The most urgent goes first, but an urgency that has jobs due gets at least
 * a tenth of the polls. Not thread-safe.
 */
final class DueQueue {

  private static final int LEAST_SHARE_ONE_IN = 10;

  private record LaterKey(Instant dueTime, String jobName) {}

  private record Later(TrackedJob job, Place place) {}

  private final TreeMap<LaterKey, Later> later =
      new TreeMap<>(Comparator.comparing(LaterKey::dueTime).thenComparing(LaterKey::jobName));
  private final Map<Urgency, Turns> due = new EnumMap<>(Urgency.class);

  /** Puts a job in the queue. */
  void add(TrackedJob job, Place place) {
    later.put(new LaterKey(place.dueTime(), job.name), new Later(job, place));
  }

  /** Takes a job out, wherever it stands. */
  void remove(TrackedJob job) {
    Place place = job.place();
    if (place != null && later.remove(new LaterKey(place.dueTime(), job.name)) == null) {
      turns(place).remove(new Later(job, place));
    }
  }

  /** When the first job is due, a time that may have passed; null where none waits. */
  @Nullable Instant nextDueTime(Instant now) {
    settle(now);
    if (due.values().stream().anyMatch(turns -> !turns.isEmpty())) {
      return now;
    }
    return later.isEmpty() ? null : later.firstKey().dueTime();
  }

  /** Takes the job whose turn it is; null where none is due. */
  @Nullable TrackedJob take(Instant now) {
    settle(now);
    Turns first = null;
    Turns chosen = null;
    for (Turns turns : due.values()) {
      if (!turns.isEmpty()) {
        first = first == null ? turns : first;
        turns.credit++;
        chosen = chosen == null && turns.credit >= LEAST_SHARE_ONE_IN ? turns : chosen;
      }
    }
    if (first == null) {
      return null;
    }
    chosen = chosen == null ? first : chosen;
    chosen.credit = Math.max(0, chosen.credit - LEAST_SHARE_ONE_IN);
    return chosen.take();
  }

  private Turns turns(Place place) {
    return due.computeIfAbsent(place.urgency(), added -> new Turns());
  }

  /** Moves what has become due. */
  private void settle(Instant now) {
    while (!later.isEmpty() && !later.firstKey().dueTime().isAfter(now)) {
      Later settled = later.pollFirstEntry().getValue();
      turns(settled.place()).add(settled);
    }
  }

  /** Jobs of one urgency; namespaces take turns, each in the order its jobs came. */
  private static final class Turns {
    private final Map<String, LinkedHashSet<TrackedJob>> jobs = new HashMap<>();
    private final ArrayDeque<String> namespaces = new ArrayDeque<>();
    // Polls made while this urgency had jobs due; a poll of its own costs ten.
    private int credit;

    boolean isEmpty() {
      return namespaces.isEmpty();
    }

    void add(Later settled) {
      String namespace = settled.place().namespace();
      LinkedHashSet<TrackedJob> ofNamespace = jobs.get(namespace);
      if (ofNamespace == null) {
        ofNamespace = new LinkedHashSet<>();
        jobs.put(namespace, ofNamespace);
        namespaces.addLast(namespace);
      }
      ofNamespace.add(settled.job());
    }

    void remove(Later settled) {
      String namespace = settled.place().namespace();
      LinkedHashSet<TrackedJob> ofNamespace = jobs.get(namespace);
      if (ofNamespace != null && ofNamespace.remove(settled.job()) && ofNamespace.isEmpty()) {
        jobs.remove(namespace);
        namespaces.remove(namespace);
      }
    }

    @Nullable TrackedJob take() {
      String namespace = namespaces.removeFirst();
      LinkedHashSet<TrackedJob> ofNamespace = jobs.remove(namespace);
      if (ofNamespace == null) {
        return null;
      }
      TrackedJob job = ofNamespace.iterator().next();
      ofNamespace.remove(job);
      if (!ofNamespace.isEmpty()) {
        jobs.put(namespace, ofNamespace);
        namespaces.addLast(namespace);
      }
      return job;
    }
  }
}
