package dev.jobreflector.schedule;

import dev.jobreflector.decision.PollWish.Urgency;
import dev.jobreflector.schedule.ListPage.ListedJob;
import dev.jobreflector.schedule.TrackedJob.Place;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Jobs to poll: those not yet due by time, those due in lines. The most urgent line goes first, but
 * each that has jobs gets at least a tenth of the polls, and in a line namespaces take turns. New
 * jobs that lists show unfinished have a line before the other new ones. Not thread-safe.
 */
final class DueQueue {

  private static final int LEAST_SHARE_ONE_IN = 10;

  /** A job in the queue; the sequence keeps the order in which equals came. */
  record Entry(TrackedJob job, Place place, Instant wakeTime, long sequence) {}

  /**
   * Which line a job waits in.
   *
   * @param running true for a new job that a list shows unfinished
   */
  private record Standing(Urgency urgency, boolean running) {

    static Standing of(Place place) {
      ListedJob listed = place.listed();
      return new Standing(place.urgency(), listed != null && listed.isUnfinished());
    }
  }

  private static final Comparator<Standing> MOST_URGENT_FIRST =
      Comparator.comparing(Standing::urgency)
          .thenComparing(Standing::running, Comparator.reverseOrder());

  private final Map<String, Entry> entries = new HashMap<>();
  private final TreeSet<Entry> later =
      new TreeSet<>(Comparator.comparing(Entry::wakeTime).thenComparingLong(Entry::sequence));
  private final Map<Standing, Line> due = new TreeMap<>(MOST_URGENT_FIRST);
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
      line(entry).remove(entry);
    }
  }

  /** When the first job is due, a time that may have passed; null where none waits. */
  @Nullable Instant nextDueTime(Instant now) {
    settle(now);
    if (due.values().stream().anyMatch(line -> !line.isEmpty())) {
      return now;
    }
    return later.isEmpty() ? null : later.first().wakeTime();
  }

  /** How many jobs of this urgency were due when it was last settled. */
  int waiting(Urgency urgency) {
    return line(new Standing(urgency, true)).size + line(new Standing(urgency, false)).size;
  }

  /** How many of them no list has shown. */
  int waitingUnlisted(Urgency urgency) {
    return line(new Standing(urgency, false)).unlisted;
  }

  /** Takes the job whose turn it is; null where none is due. */
  @Nullable TrackedJob take(Instant now) {
    settle(now);
    Line first = null;
    Line chosen = null;
    for (Line line : due.values()) {
      if (!line.isEmpty()) {
        first = first == null ? line : first;
        line.credit++;
        chosen = chosen == null && line.credit >= LEAST_SHARE_ONE_IN ? line : chosen;
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

  private Line line(Entry entry) {
    return line(Standing.of(entry.place()));
  }

  private Line line(Standing standing) {
    return due.computeIfAbsent(standing, added -> new Line());
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
        line(entry).add(entry);
      }
    }
    Line line = line(new Standing(Urgency.DUE, false));
    while (!line.isEmpty() && postpone(line.next(), now)) {
      line.take();
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

  /** Jobs of one standing. */
  private static final class Line {

    private final NamespaceTurns turns = new NamespaceTurns();
    private int size;
    private int unlisted;
    // Polls made while this line had jobs due; a poll of its own costs ten.
    private int credit;

    boolean isEmpty() {
      return size == 0;
    }

    void add(Entry entry) {
      turns.add(entry);
      count(entry, 1);
    }

    void remove(Entry entry) {
      if (turns.remove(entry)) {
        count(entry, -1);
      }
    }

    private void count(Entry entry, int more) {
      size += more;
      unlisted += entry.place().listed() == null ? more : 0;
    }

    /** The next job; there is one. */
    Entry next() {
      return turns.next();
    }

    /** Takes the next job; there is one. */
    Entry take() {
      Entry entry = turns.take();
      count(entry, -1);
      return entry;
    }
  }
}
