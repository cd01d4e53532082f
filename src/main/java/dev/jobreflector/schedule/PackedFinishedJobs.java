package dev.jobreflector.schedule;

import dev.jobreflector.decision.ResourceKey;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Finished jobs, newest first, in some forty bytes each: they are held for hours, and are made anew
 * as they are read. Creation times are kept to the millisecond. Immutable.
 */
final class PackedFinishedJobs extends AbstractList<FinishedJob> {

  /** Stands between the names; none of them may have it. */
  private static final String SEPARATOR = "/";

  private final long[] creationMillis;
  private final int[] nameEnds;
  private final String names;
  private final int[] resourceHashes;

  PackedFinishedJobs(Collection<FinishedJob> jobs) {
    List<FinishedJob> newestFirst =
        jobs.stream().sorted(Comparator.comparing(FinishedJob::creationTime).reversed()).toList();
    creationMillis = new long[newestFirst.size()];
    nameEnds = new int[newestFirst.size()];
    StringBuilder written = new StringBuilder();
    for (int i = 0; i < newestFirst.size(); i++) {
      FinishedJob job = newestFirst.get(i);
      creationMillis[i] = job.creationTime().toEpochMilli();
      written.append(job.resource().namespace()).append(SEPARATOR).append(job.resource().name());
      if (!job.jobName().equals(job.resource().name())) {
        written.append(SEPARATOR).append(job.jobName());
      }
      nameEnds[i] = written.length();
    }
    names = written.toString();
    resourceHashes = jobs.stream().mapToInt(job -> job.resource().hashCode()).sorted().toArray();
  }

  static PackedFinishedJobs none() {
    return new PackedFinishedJobs(List.of());
  }

  /**
   * A number below {@link #size} for a resource that has one of them; two may have the same, but
   * hardly ever do. Negative for one that has none.
   */
  int number(ResourceKey resource) {
    return Arrays.binarySearch(resourceHashes, resource.hashCode());
  }

  @Override
  public FinishedJob get(int index) {
    int begin = index == 0 ? 0 : nameEnds[index - 1];
    String[] parts = names.substring(begin, nameEnds[index]).split(SEPARATOR, 3);
    return new FinishedJob(
        new ResourceKey(parts[0], parts[1]),
        parts[parts.length - 1],
        Instant.ofEpochMilli(creationMillis[index]));
  }

  @Override
  public int size() {
    return creationMillis.length;
  }
}
