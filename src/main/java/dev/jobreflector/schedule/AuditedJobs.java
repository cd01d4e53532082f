package dev.jobreflector.schedule;

import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The finished jobs of one audit pass, newest first. Records the jobs that AWS has shown, the jobs
 * missing from the pages, and the progress of the pass. Not thread-safe.
 */
final class AuditedJobs {

  private final PackedFinishedJobs jobs;

  /** The jobs that a page has shown, or that were taken to describe. */
  private final BitSet checked;

  /** The jobs whose resource was reconciled since the pass began, or is gone or suspended. */
  private final BitSet decided;

  /** The first job that is not done. */
  private int next;

  /** The first job that no page has reached. Jobs before it that are not checked are missing. */
  private int listedUntil;

  private final List<Taken> taken = new ArrayList<>();

  AuditedJobs(Collection<FinishedJob> finished) {
    jobs = new PackedFinishedJobs(finished);
    checked = new BitSet(jobs.size());
    decided = new BitSet(jobs.size());
  }

  /** A job that is being described: it is missing from a page, or pages are of no use. */
  record Taken(int index, FinishedJob job) {}

  boolean isEmpty() {
    return jobs.isEmpty();
  }

  /** True if each job was shown, was taken, or was left out. */
  boolean areAllDone() {
    return next == jobs.size();
  }

  /** True if a job is missing from the pages so far. */
  boolean isAnyMissing() {
    return next < listedUntil;
  }

  /** How many jobs the pass has reached, by pages or describes. */
  int reached() {
    return Math.max(next, listedUntil);
  }

  /** The most jobs that are left to check. */
  int left() {
    return jobs.size() - next;
  }

  /** The creation time of the next job to check. There must be one. */
  Instant nextCreationTime() {
    return jobs.get(next).creationTime();
  }

  // SageMaker has no job id. A job recreated under its name has another creation time, in whole
  // seconds.
  void see(ListedJob listed) {
    long second = listed.creationTime().getEpochSecond();
    for (int i = firstOf(second); i < jobs.size(); i++) {
      FinishedJob job = jobs.get(i);
      if (job.creationTime().getEpochSecond() != second) {
        return;
      }
      if (job.jobName().equals(listed.name())) {
        checked.set(i);
      }
    }
  }

  /** The index of the first job created in this second or earlier. */
  private int firstOf(long second) {
    int low = next;
    int high = jobs.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (jobs.get(middle).creationTime().getEpochSecond() > second) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Records that pages have reached each job created after this time. */
  void listedBackTo(Instant after) {
    int end = reached();
    while (end < jobs.size() && jobs.get(end).creationTime().isAfter(after)) {
      end++;
    }
    listedUntil = end;
    skipDone();
  }

  /** Ignores the pages so far: no job counts as missing. */
  void unlist() {
    listedUntil = next;
  }

  /** Leaves the missing jobs to the next pass. */
  void leaveMissing() {
    next = reached();
    skipDone();
  }

  /** Takes the next job to describe; null if no job is left to check. */
  @Nullable FinishedJob take() {
    while (next < jobs.size() && (checked.get(next) || decided.get(next))) {
      next++;
    }
    if (areAllDone()) {
      return null;
    }
    Taken one = new Taken(next, jobs.get(next));
    taken.add(one);
    checked.set(next);
    skipDone();
    return one.job();
  }

  /** How many jobs were taken but not described yet. */
  int taken() {
    return taken.size();
  }

  /** Records the end of a describe. Returns the entries that were taken under this job name. */
  List<Taken> described(String jobName) {
    return endTaken(one -> one.job().jobName().equals(jobName));
  }

  /** Puts a taken job back: the describe had no answer. */
  void putBack(Taken one) {
    checked.clear(one.index());
    next = Math.min(next, one.index());
    skipDone();
  }

  /** Records that the job of a resource will not be described, even if it was taken. */
  void notDescribed(ResourceKey resource) {
    endTaken(one -> one.job().resource().equals(resource))
        .forEach(one -> checked.clear(one.index()));
  }

  private List<Taken> endTaken(Predicate<Taken> which) {
    List<Taken> ended = taken.stream().filter(which).toList();
    taken.removeAll(ended);
    return ended;
  }

  /** Records that a resource was reconciled, or is gone or suspended: its job needs no describe. */
  void decided(ResourceKey resource) {
    int index = jobs.find(resource);
    if (index >= 0) {
      decided.set(index);
      skipDone();
    }
  }

  /** The resources that were left out and whose job no page has shown. */
  Set<ResourceKey> skippedAndNotChecked() {
    BitSet both = (BitSet) decided.clone();
    both.andNot(checked);
    return both.stream()
        .mapToObj(index -> jobs.get(index).resource())
        .collect(Collectors.toUnmodifiableSet());
  }

  // A page may still show a job that was left out, so such a job is skipped only after a page has
  // reached it.
  private void skipDone() {
    while (next < jobs.size() && (checked.get(next) || (next < listedUntil && decided.get(next)))) {
      next++;
    }
  }
}
