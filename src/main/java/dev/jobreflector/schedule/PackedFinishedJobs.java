package dev.jobreflector.schedule;

import dev.jobreflector.decision.ResourceKey;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finished jobs, newest first, packed into about 40 bytes each, since a pass holds them for hours.
 * Each read unpacks a job. Creation times have milliseconds. Immutable.
 */
final class PackedFinishedJobs extends AbstractList<FinishedJob> {

  /** Separates the names. No name contains it. */
  private static final char SEPARATOR = '/';

  private final long[] creationMillis;
  private final int[] nameEnds;
  private final String names;

  /** The indexes of the jobs, sorted by the keys of their resources. */
  private final int[] byResource;

  PackedFinishedJobs(Collection<FinishedJob> jobs) {
    List<FinishedJob> newestFirst =
        jobs.stream().sorted(Comparator.comparing(FinishedJob::creationTime).reversed()).toList();
    creationMillis = new long[newestFirst.size()];
    nameEnds = new int[newestFirst.size()];
    String[] keys = new String[newestFirst.size()];
    StringBuilder written = new StringBuilder();
    for (int i = 0; i < newestFirst.size(); i++) {
      FinishedJob job = newestFirst.get(i);
      creationMillis[i] = job.creationTime().toEpochMilli();
      keys[i] = key(job.resource());
      written.append(keys[i]);
      if (!job.jobName().equals(job.resource().name())) {
        written.append(SEPARATOR).append(job.jobName());
      }
      nameEnds[i] = written.length();
    }
    names = written.toString();
    byResource =
        IntStream.range(0, keys.length)
            .boxed()
            .sorted(Comparator.comparing(i -> keys[i]))
            .mapToInt(i -> i)
            .toArray();
  }

  static PackedFinishedJobs none() {
    return new PackedFinishedJobs(List.of());
  }

  /** The index of a resource's job; negative if the resource has no job here. */
  int find(ResourceKey resource) {
    String wanted = key(resource);
    int low = 0;
    int high = byResource.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keyOf(byResource[middle]).compareTo(wanted) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < byResource.length && keyOf(byResource[low]).equals(wanted) ? byResource[low] : -1;
  }

  @Override
  public FinishedJob get(int index) {
    String[] parts = namesOf(index).split(String.valueOf(SEPARATOR), 3);
    return new FinishedJob(
        new ResourceKey(parts[0], parts[1]),
        parts[parts.length - 1],
        Instant.ofEpochMilli(creationMillis[index]));
  }

  @Override
  public int size() {
    return creationMillis.length;
  }

  private String keyOf(int index) {
    String all = namesOf(index);
    int jobName = all.indexOf(SEPARATOR, all.indexOf(SEPARATOR) + 1);
    return jobName < 0 ? all : all.substring(0, jobName);
  }

  private String namesOf(int index) {
    return names.substring(index == 0 ? 0 : nameEnds[index - 1], nameEnds[index]);
  }

  private static String key(ResourceKey resource) {
    return resource.namespace() + SEPARATOR + resource.name();
  }
}
