package dev.jobreflector.schedule;

import dev.jobreflector.decision.PollRequest.Urgency;
import dev.jobreflector.schedule.ListPage.ListedJob;
import dev.jobreflector.schedule.TrackedJob.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Jobs to poll: those that are due later, those that are due, in lines, and those that are due but
 * covered by lists. Requests have a line of their own. Of the other lines the most urgent goes
 * first, but each that has jobs gets at least a tenth of their polls. In a line namespaces take
 * turns. New jobs that lists show unfinished have a line before the other new ones.
 *
 * <p>No job keeps a time until which lists cover it: that is asked each time. So a job is polled at
 * once when lists fail, stop or change their pace. Not thread-safe.
 */
final class DueQueue {

  private static final int LEAST_SHARE_ONE_IN = 10;

  /**
   * A job in the queue.
   *
   * @param time when it is due; for a job that lists cover, when it was last looked at
   * @param sequence keeps the order in which equals came
   */
  record Entry(TrackedJob job, Place place, Instant time, long sequence) {

    private Entry at(Instant another) {
      return new Entry(job, place, another, sequence);
    }
  }

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

  private static final Comparator<Entry> BY_TIME =
      Comparator.comparing(Entry::time).thenComparingLong(Entry::sequence);

  private final Map<String, Entry> entries = new HashMap<>();
  private final TreeSet<Entry> later = new TreeSet<>(BY_TIME);
  private final TreeSet<Entry> covered = new TreeSet<>(BY_TIME);
  private final Line requested = new Line();
  private final Map<Standing, Line> others = new TreeMap<>(MOST_URGENT_FIRST);
  private final Predicate<TrackedJob> isListed;
  private @Nullable Duration coverage;
  private long sequence;

  /**
   * An empty queue.
   *
   * @param isListed true for a job that lists show unless it changes
   */
  DueQueue(Predicate<TrackedJob> isListed) {
    this.isListed = isListed;
  }

  /** Puts a job in the queue. */
  void add(TrackedJob job, Place place) {
    put(later, new Entry(job, place, place.dueTime(), sequence++));
  }

  /** Takes a job out, wherever it stands. */
  void remove(TrackedJob job) {
    Entry entry = entries.remove(job.name);
    if (entry != null && !later.remove(entry) && !covered.remove(entry)) {
      line(entry.place()).remove(entry);
    }
  }

  /** What is known of a job changed, but not when it is due: a list may have shown it. */
  void lookedAt(TrackedJob job) {
    Entry entry = entries.get(job.name);
    if (entry != null && covered.remove(entry)) {
      if (isListed.test(job)) {
        put(covered, entry.at(job.lastKnownTime()));
      } else {
        line(entry.place()).add(entry);
      }
    }
  }

  private void put(NavigableSet<Entry> waiting, Entry entry) {
    entries.put(entry.job().name, entry);
    waiting.add(entry);
  }

  /** Moves what has become due by now. */
  void settle(Instant now) {
    while (!later.isEmpty() && !later.first().time().isAfter(now)) {
      Entry entry = later.pollFirst();
      line(entry.place()).add(entry);
    }
  }

  /**
   * Says which of the due jobs lists cover now. Only polls at the resync period are replaced.
   *
   * @param since how long a look at a job replaces its next poll; null where lists replace none
   */
  void cover(@Nullable Duration since, Instant now) {
    coverage = since;
    while (!covered.isEmpty() && !isCovered(covered.first().job(), now)) {
      Entry entry = covered.pollFirst();
      line(entry.place()).add(entry);
    }
    Line line = line(new Standing(Urgency.DUE, false));
    while (!line.isEmpty() && isCovered(line.next().job(), now)) {
      Entry entry = line.next();
      line.remove(entry);
      put(covered, entry.at(entry.job().lastKnownTime()));
    }
  }

  private boolean isCovered(TrackedJob job, Instant now) {
    return coverage != null
        && job.lastKnownTime().plus(coverage).isAfter(now)
        && isListed.test(job);
  }

  /** When the first job is due, a time that may have passed; null where none waits. */
  @Nullable Instant nextDueTime() {
    if (isRequestDue() || isOtherDue()) {
      return Instant.MIN;
    }
    Instant next = later.isEmpty() ? null : later.first().time();
    if (!covered.isEmpty() && coverage != null) {
      Instant uncovered = covered.first().time().plus(coverage);
      next = next == null || uncovered.isBefore(next) ? uncovered : next;
    }
    return next;
  }

  /** True where a job is due that was requested. */
  boolean isRequestDue() {
    return !requested.isEmpty();
  }

  /** True where another job is due. */
  boolean isOtherDue() {
    return others.values().stream().anyMatch(line -> !line.isEmpty());
  }

  /** What is due, at this rate of calls. */
  Load load(double rate) {
    Line running = line(new Standing(Urgency.NEW, true));
    Line unknown = line(new Standing(Urgency.NEW, false));
    int changed = line(new Standing(Urgency.CHANGED, false)).size;
    return Load.of(requested.size, running.size + unknown.size, unknown.unlisted, changed, rate);
  }

  /** Takes the requested job whose turn it is; there is one. */
  TrackedJob takeRequest() {
    return take(requested);
  }

  /** Takes the other job whose turn it is; there is one. */
  TrackedJob takeOther() {
    Line first = null;
    Line chosen = null;
    for (Line line : others.values()) {
      if (!line.isEmpty()) {
        first = first == null ? line : first;
        line.credit++;
        chosen = chosen == null && line.credit >= LEAST_SHARE_ONE_IN ? line : chosen;
      }
    }
    if (first == null) {
      throw new IllegalStateException("no job is due");
    }
    chosen = chosen == null ? first : chosen;
    chosen.credit = Math.max(0, chosen.credit - LEAST_SHARE_ONE_IN);
    return take(chosen);
  }

  private TrackedJob take(Line line) {
    TrackedJob job = line.take().job();
    entries.remove(job.name);
    return job;
  }

  private Line line(Place place) {
    return place.urgency() == Urgency.REQUESTED ? requested : line(Standing.of(place));
  }

  private Line line(Standing standing) {
    return others.computeIfAbsent(standing, added -> new Line());
  }

  /** Jobs of one standing. */
  private static final class Line {

    private final NamespaceRoundRobin turns = new NamespaceRoundRobin();
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
