package dev.jobreflector.schedule;

import dev.jobreflector.decision.PollWish.Urgency;
import dev.jobreflector.schedule.ListPage.ListedJob;
import dev.jobreflector.schedule.TrackedJob.Place;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Jobs to poll: those not yet due by time, those due by urgency and, within one urgency, taking
 * turns over namespaces. The most urgent goes first, but an urgency that has jobs due gets at least
 * a tenth of the polls. Not thread-safe.
 */
final class DueQueue {

  private static final int LEAST_SHARE_ONE_IN = 10;

  /** A job in the queue; the sequence keeps the order in which equals came. */
  private record Entry(TrackedJob job, Place place, Instant wakeTime, long sequence) {}

  private final Map<String, Entry> entries = new HashMap<>();
  private final TreeSet<Entry> later =
      new TreeSet<>(Comparator.comparing(Entry::wakeTime).thenComparingLong(Entry::sequence));
  private final Map<Urgency, Turns> due = new EnumMap<>(Urgency.class);
  private final BiFunction<TrackedJob, Instant, @Nullable Instant> postponedUntil;
  private long sequence;

  /**
   * An empty queue.
   *
   * @param postponedUntil tells of a job whose resync period has passed, and of the present time,
   *     until when something else stands for its poll; null where nothing does
   */
  DueQueue(BiFunction<TrackedJob, Instant, @Nullable Instant> postponedUntil) {
    this.postponedUntil = postponedUntil;
  }

  /** Puts a job in the queue. */
  void add(TrackedJob job, Place place) {
    wait(new Entry(job, place, place.dueTime(), sequence++));
  }

  /** Takes a job out, wherever it stands. */
  void remove(TrackedJob job) {
    Entry entry = entries.remove(job.name);
    if (entry != null && !later.remove(entry)) {
      turns(entry).remove(entry);
    }
  }

  /** When the first job is due, a time that may have passed; null where none waits. */
  @Nullable Instant nextDueTime(Instant now) {
    settle(now);
    if (due.values().stream().anyMatch(turns -> !turns.isEmpty())) {
      return now;
    }
    return later.isEmpty() ? null : later.first().wakeTime();
  }

  /** How many jobs of this urgency were due when it was last settled. */
  int waiting(Urgency urgency) {
    Turns turns = due.get(urgency);
    return turns == null ? 0 : turns.size;
  }

  /** How many of them no list has shown. */
  int waitingUnlisted(Urgency urgency) {
    Turns turns = due.get(urgency);
    return turns == null ? 0 : turns.unlisted;
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
    TrackedJob job = chosen.take().job();
    entries.remove(job.name);
    return job;
  }

  private Turns turns(Entry entry) {
    return due.computeIfAbsent(entry.place().urgency(), added -> new Turns());
  }

  private void wait(Entry entry) {
    entries.put(entry.job().name, entry);
    later.add(entry);
  }

  /** Moves what has become due, and back what something else stands for again. */
  void settle(Instant now) {
    while (!later.isEmpty() && !later.first().wakeTime().isAfter(now)) {
      Entry entry = later.first();
      later.remove(entry);
      if (!postpone(entry, now)) {
        turns(entry).add(entry);
      }
    }
    Turns turns = due.get(Urgency.DUE);
    while (turns != null && !turns.isEmpty() && postpone(turns.next(), now)) {
      turns.take();
    }
  }

  /** Lets a job wait for what stands for its poll; false where nothing does. */
  private boolean postpone(Entry entry, Instant now) {
    Instant until =
        entry.place().urgency() == Urgency.DUE ? postponedUntil.apply(entry.job(), now) : null;
    if (until == null || !until.isAfter(now)) {
      return false;
    }
    wait(new Entry(entry.job(), entry.place(), until, entry.sequence()));
    return true;
  }

  /** Jobs of one urgency; namespaces take turns, each in its jobs' order. */
  private static final class Turns {

    /** What a list shows of a new job orders it: unfinished, then failed, then the newest. */
    private static final Comparator<Entry> ORDER =
        Comparator.comparingInt((Entry entry) -> rank(entry.place().listed()))
            .thenComparing(entry -> created(entry.place().listed()), Comparator.reverseOrder())
            .thenComparingLong(Entry::sequence);

    private final Map<String, TreeSet<Entry>> jobs = new HashMap<>();
    private final ArrayDeque<String> namespaces = new ArrayDeque<>();
    private int size;
    private int unlisted;
    // Polls made while this urgency had jobs due; a poll of its own costs ten.
    private int credit;

    private static int rank(@Nullable ListedJob listed) {
      if (listed == null) {
        return 2;
      }
      return listed.isUnfinished() ? 0 : listed.isFailed() ? 1 : 2;
    }

    private static Instant created(@Nullable ListedJob listed) {
      return listed == null ? Instant.MIN : listed.creationTime();
    }

    boolean isEmpty() {
      return size == 0;
    }

    void add(Entry entry) {
      String namespace = entry.place().namespace();
      TreeSet<Entry> ofNamespace = jobs.get(namespace);
      if (ofNamespace == null) {
        ofNamespace = new TreeSet<>(ORDER);
        jobs.put(namespace, ofNamespace);
        namespaces.addLast(namespace);
      }
      ofNamespace.add(entry);
      count(entry, 1);
    }

    private void count(Entry entry, int more) {
      size += more;
      unlisted += entry.place().listed() == null ? more : 0;
    }

    void remove(Entry entry) {
      String namespace = entry.place().namespace();
      TreeSet<Entry> ofNamespace = jobs.get(namespace);
      if (ofNamespace != null && ofNamespace.remove(entry)) {
        count(entry, -1);
        if (ofNamespace.isEmpty()) {
          jobs.remove(namespace);
          namespaces.remove(namespace);
        }
      }
    }

    /** The next job; there is one. */
    Entry next() {
      TreeSet<Entry> ofNamespace = jobs.get(namespaces.getFirst());
      if (ofNamespace == null || ofNamespace.isEmpty()) {
        throw new IllegalStateException("a namespace without jobs takes no turns");
      }
      return ofNamespace.first();
    }

    /** Takes the next job; there is one. */
    Entry take() {
      Entry entry = next();
      remove(entry);
      String namespace = entry.place().namespace();
      if (namespaces.remove(namespace)) {
        namespaces.addLast(namespace);
      }
      return entry;
    }
  }
}
