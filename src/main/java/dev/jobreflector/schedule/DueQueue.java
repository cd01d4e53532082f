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
 * The jobs to poll: jobs that are due later, jobs that are due, and due jobs that wait because a
 * list confirmed them. Due jobs wait in lines. Requested polls have their own line. Of the other
 * lines, the most urgent goes first, but each line with jobs gets at least a tenth of the polls.
 * Within a line, namespaces take turns. New jobs that lists show as unfinished have a line before
 * the other new jobs.
 *
 * <p>The queue does not store how long lists replace a poll but computes it on each call. So a job
 * is polled at once if lists fail, stop or slow down. Not thread-safe.
 */
final class DueQueue {

  private static final int LEAST_SHARE_ONE_IN = 10;

  /**
   * A job in the queue.
   *
   * @param time when the job is due; if lists replace its poll, the time of the last poll or list
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
  private record LineKey(Urgency urgency, boolean running) {

    static LineKey of(Place place) {
      ListedJob listed = place.listed();
      return new LineKey(place.urgency(), listed != null && listed.isUnfinished());
    }
  }

  private static final Comparator<LineKey> MOST_URGENT_FIRST =
      Comparator.comparing(LineKey::urgency)
          .thenComparing(LineKey::running, Comparator.reverseOrder());

  private static final Comparator<Entry> BY_TIME =
      Comparator.comparing(Entry::time).thenComparingLong(Entry::sequence);

  private final Map<String, Entry> entries = new HashMap<>();
  private final TreeSet<Entry> later = new TreeSet<>(BY_TIME);
  private final TreeSet<Entry> replaced = new TreeSet<>(BY_TIME);
  private final DueLine requested = new DueLine();
  private final Map<LineKey, DueLine> others = new TreeMap<>(MOST_URGENT_FIRST);
  private final Predicate<TrackedJob> isCoveredBySweeps;
  private @Nullable Duration replacedFor;
  private long sequence;

  /**
   * Creates an empty queue.
   *
   * @param isCoveredBySweeps true for a job that lists show as its last poll found it, unless the
   *     job changes
   */
  DueQueue(Predicate<TrackedJob> isCoveredBySweeps) {
    this.isCoveredBySweeps = isCoveredBySweeps;
  }

  /** Adds a job to the queue. */
  void add(TrackedJob job, Place place) {
    put(later, new Entry(job, place, place.dueTime(), sequence++));
  }

  /** Removes a job from the queue. */
  void remove(TrackedJob job) {
    Entry entry = entries.remove(job.name);
    if (entry != null && !later.remove(entry) && !replaced.remove(entry)) {
      line(entry.place()).remove(entry);
    }
  }

  /** Records that a list may have shown the job. Its due time has not changed. */
  void listed(TrackedJob job) {
    Entry entry = entries.get(job.name);
    if (entry != null && replaced.remove(entry)) {
      if (isCoveredBySweeps.test(job)) {
        put(replaced, entry.at(job.lastConfirmedTime()));
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
  void moveDueJobs(Instant now) {
    while (!later.isEmpty() && !later.first().time().isAfter(now)) {
      Entry entry = later.pollFirst();
      line(entry.place()).add(entry);
    }
  }

  /**
   * Separates the due jobs whose polls lists replace now. Lists replace only polls at the resync
   * period.
   *
   * @param time how long a poll or list of a job replaces its next poll; null if lists replace no
   *     polls
   */
  void replacePolls(@Nullable Duration time, Instant now) {
    replacedFor = time;
    while (!replaced.isEmpty() && !isReplaced(replaced.first().job(), now)) {
      Entry entry = replaced.pollFirst();
      line(entry.place()).add(entry);
    }
    DueLine line = line(new LineKey(Urgency.DUE, false));
    while (!line.isEmpty() && isReplaced(line.next().job(), now)) {
      Entry entry = line.next();
      line.remove(entry);
      put(replaced, entry.at(entry.job().lastConfirmedTime()));
    }
  }

  private boolean isReplaced(TrackedJob job, Instant now) {
    return replacedFor != null
        && job.lastConfirmedTime().plus(replacedFor).isAfter(now)
        && isCoveredBySweeps.test(job);
  }

  /** When the first job is due, possibly in the past; null if no job waits. */
  @Nullable Instant nextDueTime() {
    if (isRequestDue() || isUnrequestedDue()) {
      return Instant.MIN;
    }
    Instant next = later.isEmpty() ? null : later.first().time();
    if (!replaced.isEmpty() && replacedFor != null) {
      Instant end = replaced.first().time().plus(replacedFor);
      next = next == null || end.isBefore(next) ? end : next;
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
    DueLine running = line(new LineKey(Urgency.NEW, true));
    DueLine unknown = line(new LineKey(Urgency.NEW, false));
    int changed = line(new LineKey(Urgency.CHANGED, false)).size();
    return Load.of(
        requested.size(), running.size() + unknown.size(), unknown.unlisted(), changed, rate);
  }

  /** Takes the next job with a requested poll. There must be one. */
  TrackedJob takeRequest() {
    return take(requested);
  }

  /** Takes the next job of the other lines. There must be one. */
  TrackedJob takeUnrequested() {
    DueLine first = null;
    DueLine chosen = null;
    for (DueLine line : others.values()) {
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

  private TrackedJob take(DueLine line) {
    TrackedJob job = line.take().job();
    entries.remove(job.name);
    return job;
  }

  /** True if a job is due that a list shows changed. */
  boolean isChangedDue() {
    return !line(new LineKey(Urgency.CHANGED, false)).isEmpty();
  }

  private DueLine line(Place place) {
    return place.urgency() == Urgency.REQUESTED ? requested : line(LineKey.of(place));
  }

  private DueLine line(LineKey standing) {
    return others.computeIfAbsent(standing, added -> new DueLine());
  }
}
