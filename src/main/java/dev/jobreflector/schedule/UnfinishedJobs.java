package dev.jobreflector.schedule;

import dev.jobreflector.decision.ShownJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Indexes the unfinished tracked jobs by creation time. Counts their states and the describes that
 * their periods require. Not thread-safe.
 */
final class UnfinishedJobs {

  private static final long MILLIS_PER_MILLION_SECONDS = 1_000_000_000;

  private record Position(Instant creationTime, String name) {}

  /** A job, and the number of polls in a million seconds at its period. */
  private record Entry(TrackedJob job, String status, long polls, boolean hasShortPeriod) {}

  private final NavigableMap<Position, Entry> jobs =
      new TreeMap<>(Comparator.comparing(Position::creationTime).thenComparing(Position::name));

  private final Map<String, Integer> countOfStatus = new HashMap<>();
  private final Set<String> unseen = new HashSet<>();

  /** An integer, so that additions and subtractions leave no rounding error. */
  private long pollsPerMillionSeconds;

  private long shortPeriodPollsPerMillionSeconds;
  private final Duration shortPeriodBelow;

  /**
   * Creates an empty index.
   *
   * @param shortPeriodBelow sweeps are less frequent than a shorter period, so such jobs are polled
   */
  UnfinishedJobs(Duration shortPeriodBelow) {
    this.shortPeriodBelow = shortPeriodBelow;
  }

  /** Updates a job. {@code before} is its previous description. */
  void update(TrackedJob job, @Nullable ShownJob before) {
    remove(job, before);
    // A job that AWS does not have, or refuses to describe, is polled individually.
    ShownJob shown = job.expected();
    if (shown == null) {
      unseen.add(job.name);
    } else if (!shown.isFinal()) {
      long polls = MILLIS_PER_MILLION_SECONDS / Math.max(1, job.period().toMillis());
      String status = shown.optimizationJobStatus();
      boolean shortPeriod = hasShortPeriod(job);
      Entry entry = new Entry(job, status, polls, shortPeriod);
      jobs.put(new Position(shown.creationTime(), job.name), entry);
      countOfStatus.merge(status, 1, Integer::sum);
      pollsPerMillionSeconds += polls;
      shortPeriodPollsPerMillionSeconds += shortPeriod ? polls : 0;
    }
  }

  /** Removes a job. */
  void remove(TrackedJob job) {
    remove(job, job.shown());
  }

  private void remove(TrackedJob job, @Nullable ShownJob shown) {
    unseen.remove(job.name);
    Entry removed =
        shown == null ? null : jobs.remove(new Position(shown.creationTime(), job.name));
    if (removed != null) {
      countOfStatus.computeIfPresent(
          removed.status(), (status, count) -> count == 1 ? null : count - 1);
      pollsPerMillionSeconds -= removed.polls();
      shortPeriodPollsPerMillionSeconds -= removed.hasShortPeriod() ? removed.polls() : 0;
    }
  }

  boolean isEmpty() {
    return jobs.isEmpty();
  }

  /** True if a job was last seen in this state. */
  boolean isAnyIn(String status) {
    return countOfStatus.containsKey(status);
  }

  /**
   * True if a tracked job was never described, or if AWS last had no such job or refused the
   * describe.
   */
  boolean isAnyNotFound() {
    return !unseen.isEmpty();
  }

  /** The number of describes in this time, if each job is described at its period. */
  double describesIn(Duration time) {
    return (double) pollsPerMillionSeconds * time.toMillis() / MILLIS_PER_MILLION_SECONDS;
  }

  /** The part of {@link #describesIn} from jobs with a short period. */
  double shortPeriodDescribesIn(Duration time) {
    return (double) shortPeriodPollsPerMillionSeconds
        * time.toMillis()
        / MILLIS_PER_MILLION_SECONDS;
  }

  /** True if the job must be polled more often than sweeps list it. */
  boolean hasShortPeriod(TrackedJob job) {
    return job.period().compareTo(shortPeriodBelow) < 0;
  }

  /** The jobs created after {@code after} and not after {@code until}; null means no bound. */
  List<TrackedJob> createdWithin(@Nullable Instant after, @Nullable Instant until) {
    if (after != null && until != null && !after.isBefore(until)) {
      return List.of();
    }
    NavigableMap<Position, Entry> range = jobs;
    if (after != null) {
      range = range.tailMap(lastOf(after), false);
    }
    if (until != null) {
      range = range.headMap(lastOf(until), true);
    }
    return range.values().stream().map(Entry::job).toList();
  }

  // Sorts after all job names.
  private static Position lastOf(Instant creationTime) {
    return new Position(creationTime, "\uffff");
  }
}
