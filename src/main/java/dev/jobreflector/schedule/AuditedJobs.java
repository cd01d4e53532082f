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
 * The finished jobs of one pass, newest first: which of them AWS has shown, which are missing from
 * the pages that came, and how far the pass is. Not thread-safe.
 */
final class AuditedJobs {

  private final PackedFinishedJobs jobs;

  /** The jobs that a page has shown, or that were taken to be described. */
  private final BitSet checked;

  /** The jobs whose resource was decided on since the pass began, or is gone or suspended. */
  private final BitSet decided;

  /** The first job that is not done. */
  private int next;

  /** The first job that no page has come to; those before it and not checked are missing. */
  private int listedUntil;

  private final List<Taken> taken = new ArrayList<>();

  AuditedJobs(Collection<FinishedJob> finished) {
    jobs = new PackedFinishedJobs(finished);
    checked = new BitSet(jobs.size());
    decided = new BitSet(jobs.size());
  }

  /** A job that is being described, since it is missing from the pages or none can tell of it. */
  record Taken(int index, FinishedJob job) {}

  boolean isEmpty() {
    return jobs.isEmpty();
  }

  /** True if each job was shown, taken or left out. */
  boolean areAllDone() {
    return next == jobs.size();
  }

  /** True if a job is missing from the pages that came. */
  boolean isAnyMissing() {
    return next < listedUntil;
  }

  /** How many jobs the pass has come to, by pages or by describes. */
  int reached() {
    return Math.max(next, listedUntil);
  }

  /** How many jobs are still to be checked, at the most. */
  int left() {
    return jobs.size() - next;
  }

  /** When the next job to check was created; there is one. */
  Instant nextCreationTime() {
    return jobs.get(next).creationTime();
  }

  // SageMaker gives no id: a name made again has another creation time, by whole seconds, and so
  // its first job is missing.
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

  /** The first job that was not created later than in this second. */
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

  /** Pages have come to each job that was created after this time. */
  void listedBackTo(Instant after) {
    int end = reached();
    while (end < jobs.size() && jobs.get(end).creationTime().isAfter(after)) {
      end++;
    }
    listedUntil = end;
    skipDone();
  }

  /** The pages that came are not believed: no job is missing from them. */
  void unlist() {
    listedUntil = next;
  }

  /** Leaves the missing jobs to the next pass. */
  void leaveMissing() {
    next = reached();
    skipDone();
  }

  /** Takes the next job to be described; null if all that are left were decided on. */
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

  /** How many jobs were taken and not described yet. */
  int taken() {
    return taken.size();
  }

  /** Ends the describe of a job; returns what was taken for it. */
  List<Taken> described(String jobName) {
    return endTaken(one -> one.job().jobName().equals(jobName));
  }

  /** A job that was taken is to be taken again: its describe told nothing. */
  void putBack(Taken one) {
    checked.clear(one.index());
    next = Math.min(next, one.index());
    skipDone();
  }

  /** The job of a resource will not be described, even if it was taken. */
  void notDescribed(ResourceKey resource) {
    endTaken(one -> one.job().resource().equals(resource))
        .forEach(one -> checked.clear(one.index()));
  }

  private List<Taken> endTaken(Predicate<Taken> which) {
    List<Taken> ended = taken.stream().filter(which).toList();
    taken.removeAll(ended);
    return ended;
  }

  /** A resource was decided on, or is gone or suspended: its job is not to be described. */
  void decided(ResourceKey resource) {
    int index = jobs.find(resource);
    if (index >= 0) {
      decided.set(index);
      skipDone();
    }
  }

  /** The resources that were decided on and whose job was not checked. */
  Set<ResourceKey> decidedAndNotChecked() {
    BitSet both = (BitSet) decided.clone();
    both.andNot(checked);
    return both.stream()
        .mapToObj(index -> jobs.get(index).resource())
        .collect(Collectors.toUnmodifiableSet());
  }

  // A page may still show a job that was decided on.
  private void skipDone() {
    while (next < jobs.size() && (checked.get(next) || (next < listedUntil && decided.get(next)))) {
      next++;
    }
  }
}
