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
 * The tracked jobs that were seen unfinished, in the order in which lists show them, in which
 * states they are, and what it would cost to describe each. Not thread-safe.
 */
final class UnfinishedJobs {

  private static final long MILLIS_IN_A_MEGASECOND = 1_000_000_000;

  private record Position(Instant creationTime, String name) {}

  /** A job, and the polls in a megasecond that its period asks for. */
  private record Entry(TrackedJob job, String status, long polls, boolean isHasty) {}

  private final NavigableMap<Position, Entry> jobs =
      new TreeMap<>(Comparator.comparing(Position::creationTime).thenComparing(Position::name));

  private final Map<String, Integer> countOfStatus = new HashMap<>();
  private final Set<String> unseen = new HashSet<>();

  /** In whole numbers, so that what is added and taken away leaves nothing behind. */
  private long pollsInAMegasecond;

  private long hastyPollsInAMegasecond;
  private final Duration hastyBelow;

  /**
   * No jobs yet.
   *
   * @param hastyBelow a job of a shorter period asks for more than lists can give
   */
  UnfinishedJobs(Duration hastyBelow) {
    this.hastyBelow = hastyBelow;
  }

  /** Takes a job up as it is known now; {@code before} is what was known of it. */
  void update(TrackedJob job, @Nullable ShownJob before) {
    remove(job, before);
    // One that AWS does not have, or does not show us, is looked for by itself.
    ShownJob shown = job.expected();
    if (shown == null) {
      unseen.add(job.name);
    } else if (!shown.isFinal()) {
      long polls = MILLIS_IN_A_MEGASECOND / Math.max(1, job.period().toMillis());
      String status = shown.optimizationJobStatus();
      boolean hasty = isHasty(job);
      Entry entry = new Entry(job, status, polls, hasty);
      jobs.put(new Position(shown.creationTime(), job.name), entry);
      countOfStatus.merge(status, 1, Integer::sum);
      pollsInAMegasecond += polls;
      hastyPollsInAMegasecond += hasty ? polls : 0;
    }
  }

  /** Drops a job. */
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
      pollsInAMegasecond -= removed.polls();
      hastyPollsInAMegasecond -= removed.isHasty() ? removed.polls() : 0;
    }
  }

  boolean isEmpty() {
    return jobs.isEmpty();
  }

  /** True where one of them was seen in this state. */
  boolean isAnyIn(String status) {
    return countOfStatus.containsKey(status);
  }

  /** True where AWS did not have one of the tracked jobs, or was not asked for it yet. */
  boolean isAnyUnseen() {
    return !unseen.isEmpty();
  }

  /** The polls in this time, were each described at its own period. */
  double describesIn(Duration time) {
    return (double) pollsInAMegasecond * time.toMillis() / MILLIS_IN_A_MEGASECOND;
  }

  /** Those of them that jobs of a short period ask for. */
  double hastyDescribesIn(Duration time) {
    return (double) hastyPollsInAMegasecond * time.toMillis() / MILLIS_IN_A_MEGASECOND;
  }

  /** True where the job is to be polled oftener than a list may look at it. */
  boolean isHasty(TrackedJob job) {
    return job.period().compareTo(hastyBelow) < 0;
  }

  /** Those created after one time and not after another; null stands for no bound. */
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

  // No name of a job comes after it.
  private static Position lastOf(Instant creationTime) {
    return new Position(creationTime, "\uffff");
  }
}
