package dev.jobreflector.schedule;

import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The finished jobs of one audit pass that are left to check. A job leaves when a page shows it, or
 * when it is taken to describe. Not thread-safe.
 */
final class AuditedJobs {

  /**
   * Identifies a job. SageMaker has no job id. A job recreated under its name has another creation
   * time, in whole seconds.
   */
  private record Identity(String jobName, long creationSecond) {

    Identity(String jobName, Instant creationTime) {
      this(jobName, creationTime.getEpochSecond());
    }

    static Identity of(FinishedJob job) {
      return new Identity(job.jobName(), job.creationTime());
    }
  }

  /** The jobs that no page has reached, the newest first. */
  private final Queue<FinishedJob> unreached =
      new PriorityQueue<>(Comparator.comparing(FinishedJob::creationTime).reversed());

  /** The jobs that pages have reached but not shown. */
  private final Deque<FinishedJob> missing = new ArrayDeque<>();

  /** The jobs that pages have shown while newer jobs are still unreached. */
  private final Set<Identity> shown = new HashSet<>();

  private final List<Taken> taken = new ArrayList<>();
  private final Set<ResourceKey> skipped = new HashSet<>();
  private final Set<ResourceKey> skippedAndNotChecked = new HashSet<>();

  AuditedJobs(Collection<FinishedJob> finished) {
    Map<String, String> namespaces = new HashMap<>();
    finished.forEach(job -> unreached.add(compact(job, namespaces)));
  }

  // A pass holds the jobs for hours, so equal strings are stored once.
  private static FinishedJob compact(FinishedJob job, Map<String, String> namespaces) {
    String name = job.resource().name();
    String namespace = namespaces.computeIfAbsent(job.resource().namespace(), added -> added);
    return new FinishedJob(
        new ResourceKey(namespace, name),
        job.jobName().equals(name) ? name : job.jobName(),
        job.creationTime());
  }

  /**
   * A job that is being described.
   *
   * @param missing false if the job is described because pages are of no use
   */
  record Taken(FinishedJob job, boolean missing) {}

  /** True if no job is left to check. Jobs may still be in {@link #taken}. */
  boolean areAllDone() {
    return unreached.isEmpty() && missing.isEmpty();
  }

  /** True if a job is missing from the pages so far. */
  boolean isAnyMissing() {
    return !missing.isEmpty();
  }

  /** How many jobs no page has reached. */
  int unreached() {
    return unreached.size();
  }

  /** At most this many jobs are left to check. */
  int left() {
    return unreached.size() + missing.size();
  }

  /** The creation time of the next job to check; null if no job is left. */
  @Nullable Instant nextCreationTime() {
    FinishedJob next = missing.isEmpty() ? unreached.peek() : missing.peek();
    return next == null ? null : next.creationTime();
  }

  /** Records that pages show these jobs, and have reached each job created after this time. */
  void listed(List<ListedJob> page, Instant after) {
    page.forEach(listed -> shown.add(new Identity(listed.name(), listed.creationTime())));
    FinishedJob job = unreached.peek();
    while (job != null && (isShown(job) || job.creationTime().isAfter(after))) {
      unreached.remove();
      if (!isShown(job)) {
        missing.add(job);
      }
      job = unreached.peek();
    }
    shown.removeIf(one -> one.creationSecond() > after.getEpochSecond());
  }

  private boolean isShown(FinishedJob job) {
    return shown.contains(Identity.of(job));
  }

  /** Ignores the pages so far: no job counts as missing. */
  void unlist() {
    unreached.addAll(missing);
    missing.clear();
  }

  /** Leaves the missing jobs to the next pass. */
  void leaveMissing() {
    missing.clear();
  }

  /** Takes the next job to describe: a missing job if there is any. Null if there is none. */
  @Nullable FinishedJob take() {
    boolean ofMissing = !missing.isEmpty();
    Queue<FinishedJob> jobs = ofMissing ? missing : unreached;
    for (FinishedJob job = jobs.poll(); job != null; job = jobs.poll()) {
      if (skipped.contains(job.resource())) {
        skippedAndNotChecked.add(job.resource());
      } else if (!isShown(job)) {
        taken.add(new Taken(job, ofMissing));
        return job;
      }
    }
    return null;
  }

  /** How many jobs were taken but not described yet. */
  int taken() {
    return taken.size();
  }

  /** Records the end of a describe. Returns the entries that were taken under this job name. */
  List<Taken> described(String jobName) {
    List<Taken> ended = taken.stream().filter(one -> one.job().jobName().equals(jobName)).toList();
    taken.removeAll(ended);
    return ended;
  }

  /** Puts a taken job back: the describe had no answer. */
  void putBack(Taken one) {
    if (one.missing()) {
      missing.addFirst(one.job());
    } else {
      unreached.add(one.job());
    }
  }

  /** Records that the job of a resource will not be described, although it was taken. */
  void notDescribed(ResourceKey resource) {
    taken.removeIf(one -> one.job().resource().equals(resource));
  }

  /**
   * Records that a resource was reconciled, or is gone or suspended: its job needs no describe. A
   * page may still show the job.
   */
  void skip(ResourceKey resource) {
    if (taken.removeIf(one -> one.job().resource().equals(resource))) {
      skippedAndNotChecked.add(resource);
    } else if (!areAllDone() && skipped.add(resource) && skipped.size() > 2 * left()) {
      // Most of these resources are not in this pass.
      skipped.retainAll(
          Stream.concat(missing.stream(), unreached.stream())
              .map(FinishedJob::resource)
              .collect(Collectors.toSet()));
    }
  }

  /** The skipped resources whose job the pass has reached but not found. */
  Set<ResourceKey> skippedAndNotChecked() {
    return Set.copyOf(skippedAndNotChecked);
  }
}
