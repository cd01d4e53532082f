package dev.jobreflector.schedule;

import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.decision.ShownJob;
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
 * The jobs that resources reflect. Each is in the queue at the place that it asks for, and in the
 * index of unfinished jobs as it is known. Not thread-safe.
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

  /** The job of this name; null if no resource reflects it. */
  @Nullable TrackedJob get(String name) {
    return jobs.get(name);
  }

  /** The job of this name, for a resource that reflects it from now on, and no other. */
  TrackedJob track(ResourceKey resource, String name, Instant now) {
    String before = jobOf.get(resource);
    if (!name.equals(before)) {
      if (before != null) {
        forget(resource, now);
      }
      jobOf.put(resource, name);
    }
    return jobs.computeIfAbsent(name, added -> new TrackedJob(added, now));
  }

  /** A resource reflects no job any more. */
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

  /** What is known of a job, or wanted, changed; {@code before} is what was known of it. */
  void changed(TrackedJob job, @Nullable ShownJob before, Instant now) {
    unfinished.update(job, before);
    place(job, now);
  }

  /** Puts a job where it asks to be in the queue; one in flight is in no place. */
  void place(TrackedJob job, Instant now) {
    if (job.isInFlight()) {
      return;
    }
    TrackedJob.Place wanted = job.wantedPlace(now);
    if (!Objects.equals(wanted, job.place())) {
      queue.remove(job);
      job.moveTo(wanted, now);
      if (wanted != null) {
        queue.add(job, wanted);
      }
    } else {
      queue.lookedAt(job);
    }
  }

  /** The resources that reflect a job. */
  Set<ResourceKey> resourcesOf(String jobName) {
    TrackedJob job = jobs.get(jobName);
    return job == null ? Set.of() : Set.copyOf(job.resources);
  }

  /** The job that a resource reflects; null if it wants nothing polled. */
  @Nullable String jobOf(ResourceKey resource) {
    return jobOf.get(resource);
  }

  /** Every resource that wants something polled; not those whose finished job is to be checked. */
  Set<ResourceKey> resources() {
    return jobs.values().stream()
        .filter(TrackedJob::isWanted)
        .flatMap(job -> job.resources.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** True if a resource wants something polled. */
  boolean isAnyWanted() {
    return jobs.values().stream().anyMatch(TrackedJob::isWanted);
  }

  /** The job that a resource wants polled and that was longest not looked at. */
  Optional<TrackedJob> longestUnseen() {
    return jobs.values().stream()
        .filter(job -> job.isWanted() && !job.isInFlight())
        .min(Comparator.comparing(TrackedJob::lastKnownTime));
  }

  /**
   * How long ago the unfinished job that was longest not looked at was polled or listed, or came if
   * it never was; zero for none. A job of a long period counts once it is due.
   */
  Duration oldestPoll(Instant now) {
    return jobs.values().stream()
        .filter(job -> job.isToBeFresh(now))
        .map(TrackedJob::lastKnownTime)
        .min(Instant::compareTo)
        .map(oldest -> Duration.between(oldest, now))
        .orElse(Duration.ZERO);
  }
}
