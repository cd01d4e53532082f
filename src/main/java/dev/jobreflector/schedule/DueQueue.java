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
 * The jobs to poll: jobs that are due later, jobs that are due, and due jobs that lists cover. Due
 * jobs wait in lines. Requested polls have their own line. Of the other lines, the most urgent goes
 * first, but each line with jobs gets at least a tenth of the polls. Within a line, namespaces take
 * turns. New jobs that lists show as unfinished have a line before the other new jobs.
 *
 * <p>The queue does not store how long lists cover a job but computes it on each call. So a job is
 * polled at once if lists fail, stop or slow down. Not thread-safe.
 */
final class DueQueue {

  private static final int LEAST_SHARE_ONE_IN = 10;

  /**
   * A job in the queue.
   *
   * @param time when the job is due; for a job that lists cover, the time of its last poll or list
   * @param sequence orders entries with equal times by arrival
   */
  record Entry(TrackedJob job, Place place, Instant time, long sequence) {

    private Entry at(Instant another) {
      return new Entry(job, place, another, sequence);
    }
  }

  /**
   * Identifies a line.
   *
   * @param running true for new jobs that a list shows as unfinished
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
   * Creates an empty queue.
   *
   * @param isListed true for a job that lists show as its last poll found it, unless the job
   *     changes
   */
  DueQueue(Predicate<TrackedJob> isListed) {
    this.isListed = isListed;
  }

  /** Adds a job to the queue. */
  void add(TrackedJob job, Place place) {
    put(later, new Entry(job, place, place.dueTime(), sequence++));
  }

  /** Removes a job from the queue. */
  void remove(TrackedJob job) {
    Entry entry = entries.remove(job.name);
    if (entry != null && !later.remove(entry) && !covered.remove(entry)) {
      line(entry.place()).remove(entry);
    }
  }

  /** Records that a list may have shown the job. Its due time has not changed. */
  void lookedAt(TrackedJob job) {
    Entry entry = entries.get(job.name);
    if (entry != null && covered.remove(entry)) {
      if (isListed.test(job)) {
        put(covered, entry.at(job.lastConfirmedTime()));
      } else {
        line(entry.place()).add(entry);
      }
    }
  }

  private void put(NavigableSet<Entry> waiting, Entry entry) {
    entries.put(entry.job().name, entry);
    waiting.add(entry);
  }

  /** Moves the jobs that are due now to their lines. */
  void settle(Instant now) {
    while (!later.isEmpty() && !later.first().time().isAfter(now)) {
      Entry entry = later.pollFirst();
      line(entry.place()).add(entry);
    }
  }

  /**
   * Separates the due jobs that lists cover now. Lists replace only polls at the resync period.
   *
   * @param since how long a poll or list of a job replaces its next poll; null if lists replace no
   *     polls
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
      put(covered, entry.at(entry.job().lastConfirmedTime()));
    }
  }

  private boolean isCovered(TrackedJob job, Instant now) {
    return coverage != null
        && job.lastConfirmedTime().plus(coverage).isAfter(now)
        && isListed.test(job);
  }

  /** When the first job is due, possibly in the past; null if no job waits. */
  @Nullable Instant nextDueTime() {
    if (isRequestDue() || isUnrequestedDue()) {
      return Instant.MIN;
    }
    Instant next = later.isEmpty() ? null : later.first().time();
    if (!covered.isEmpty() && coverage != null) {
      Instant uncovered = covered.first().time().plus(coverage);
      next = next == null || uncovered.isBefore(next) ? uncovered : next;
    }
    return next;
  }

  /** True if a requested poll is due. */
  boolean isRequestDue() {
    return !requested.isEmpty();
  }

  /** True if any other poll is due. */
  boolean isUnrequestedDue() {
    return others.values().stream().anyMatch(line -> !line.isEmpty());
  }

  /** The load of due jobs at this rate, in requests per second. */
  Load load(double rate) {
    Line running = line(new Standing(Urgency.NEW, true));
    Line unknown = line(new Standing(Urgency.NEW, false));
    int changed = line(new Standing(Urgency.CHANGED, false)).size;
    return Load.of(requested.size, running.size + unknown.size, unknown.unlisted, changed, rate);
  }

  /** Takes the next job with a requested poll. There must be one. */
  TrackedJob takeRequest() {
    return take(requested);
  }

  /** Takes the next job of the other lines. There must be one. */
  TrackedJob takeUnrequested() {
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

  /** True if a job is due that a list shows changed. */
  boolean isChangedDue() {
    return !line(new Standing(Urgency.CHANGED, false)).isEmpty();
  }

  private Line line(Place place) {
    return place.urgency() == Urgency.REQUESTED ? requested : line(Standing.of(place));
  }

  private Line line(Standing standing) {
    return others.computeIfAbsent(standing, added -> new Line());
  }

  /** The due jobs of one urgency. */
  private static final class Line {

    private final NamespaceRoundRobin turns = new NamespaceRoundRobin();
    private int size;
    private int unlisted;
    // Grows by one with each poll while this line has jobs; a poll from this line costs ten.
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

    /** The next job. There must be one. */
    Entry next() {
      return turns.next();
    }

    /** Takes the next job. There must be one. */
    Entry take() {
      Entry entry = turns.take();
      count(entry, -1);
      return entry;
    }
  }
}
