package dev.jobreflector.schedule;

import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.decision.ShownJob;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that resources reflect. Keeps each job at its place in the queue and up to date in the
 * index of unfinished jobs. Not thread-safe.
 */
final class TrackedJobs {

  private final Map<String, TrackedJob> jobs = new HashMap<>();
  private final Map<ResourceKey, String> jobOf = new HashMap<>();
  private final UnfinishedJobs unfinished;
  private final DueQueue queue;

  TrackedJobs(UnfinishedJobs unfinished, DueQueue queue) {
    this.unfinished = unfinished;
    this.queue = queue;
  }

  /** The job of this name; null if no resource reflects this job. */
  @Nullable TrackedJob get(String name) {
    return jobs.get(name);
  }

  /** Tracks the job of this name for a resource, which must not reflect another job. */
  TrackedJob track(ResourceKey resource, String name, Instant now) {
    jobOf.put(resource, name);
    return jobs.computeIfAbsent(name, added -> new TrackedJob(added, now));
  }

  /** True if the resource reflects a tracked job with another name. */
  boolean reflectsAnother(ResourceKey resource, String name) {
    String present = jobOf.get(resource);
    return present != null && !present.equals(name);
  }

  /** Records a list page, except the jobs missing from it. */
  void listed(ListCall call, ListPage page, Instant now) {
    for (ListedJob listed : page.jobs()) {
      TrackedJob job = jobs.get(listed.name());
      if (job != null) {
        job.listed(listed, call);
        place(job, now);
      }
    }
  }

  /** Requests a describe that checks the job. */
  void requestCheck(TrackedJob job, Instant now) {
    job.lastListing().checkRequested(now);
    place(job, now);
  }

  /**
   * Requests a describe that checks a finished job.
   *
   * @return false if the resource waits for a poll anyway
   */
  boolean requestCheck(FinishedJob finished, Instant now) {
    ResourceKey resource = finished.resource();
    TrackedJob known = jobs.get(finished.jobName());
    boolean waits = known != null && known.isRegistered() && known.resources.contains(resource);
    if (waits || reflectsAnother(resource, finished.jobName())) {
      return false;
    }
    TrackedJob job = track(resource, finished.jobName(), now);
    job.resources.add(resource);
    requestCheck(job, now);
    return true;
  }

  /** Forgets a resource, and its job if no other resource reflects that job. */
  void forget(ResourceKey resource, Instant now) {
    String name = jobOf.remove(resource);
    TrackedJob job = name == null ? null : jobs.get(name);
    if (job == null) {
      return;
    }
    job.forget(resource);
    if (job.resources.isEmpty()) {
      queue.remove(job);
      job.moveTo(null, now);
      jobs.remove(job.name);
      unfinished.remove(job);
    } else {
      place(job, now);
    }
  }

  /**
   * Updates the index and the queue after a job's description or poll requests changed. {@code
   * before} is the previous description.
   */
  void changed(TrackedJob job, @Nullable ShownJob before, Instant now) {
    unfinished.update(job, before);
    place(job, now);
  }

  /** Moves a job to its place in the queue. A job in flight has no place. */
  void place(TrackedJob job, Instant now) {
    if (job.isInFlight()) {
      return;
    }
    TrackedJob.Place next = job.nextPlace(now);
    if (!Objects.equals(next, job.place())) {
      queue.remove(job);
      job.moveTo(next, now);
      if (next != null) {
        queue.add(job, next);
      }
    } else {
      queue.listed(job);
    }
  }

  /** The resources that reflect a job. */
  Set<ResourceKey> resourcesOf(String jobName) {
    TrackedJob job = jobs.get(jobName);
    return job == null ? Set.of() : Set.copyOf(job.resources);
  }

  /** The job that a resource reflects; null if the resource has no tracked job. */
  @Nullable String jobOf(ResourceKey resource) {
    return jobOf.get(resource);
  }

  /**
   * The resources of the jobs that have had a poll request. Excludes finished jobs that only the
   * audit checks.
   */
  Set<ResourceKey> resources() {
    return jobs.values().stream()
        .filter(TrackedJob::isRegistered)
        .flatMap(job -> job.resources.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** True if any job has had a poll request. */
  boolean isAnyRegistered() {
    return jobs.values().stream().anyMatch(TrackedJob::isRegistered);
  }

  /** The job with the oldest poll or list that has had a poll request and is not in flight. */
  Optional<TrackedJob> leastRecentlyPolled() {
    return jobs.values().stream()
        .filter(job -> job.isRegistered() && !job.isInFlight())
        .min(Comparator.comparing(TrackedJob::lastConfirmedTime));
  }

  /**
   * The age of the oldest poll or list of an unfinished job. A job that was never polled or listed
   * counts from when it was first tracked. A job with a period over one minute counts once it is
   * due. Zero if there are no such jobs.
   */
  Duration oldestPoll(Instant now) {
    return jobs.values().stream()
        .filter(job -> job.countsForOldestPoll(now))
        .map(TrackedJob::lastConfirmedTime)
        .min(Instant::compareTo)
        .map(oldest -> Duration.between(oldest, now))
        .orElse(Duration.ZERO);
  }
}
