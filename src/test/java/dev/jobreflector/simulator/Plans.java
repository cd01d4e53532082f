package dev.jobreflector.simulator;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which plan a new job gets: its own, else that of its longest name prefix. Thread-safe. */
public final class Plans {

  private final Map<String, JobPlan> byName = new ConcurrentHashMap<>();
  private final Map<String, JobPlan> byPrefix = new ConcurrentHashMap<>();

  /** For jobs that nothing else is said about: {@link JobPlan#defaults()} until this is called. */
  public void byDefault(JobPlan plan) {
    byPrefix.put("", plan);
  }

  /** For jobs created from now on whose name begins with {@code prefix}. */
  public void forPrefix(String prefix, JobPlan plan) {
    byPrefix.put(prefix, plan);
  }

  /** For the job of this name, each time it is created from now on. */
  public void forJob(String name, JobPlan plan) {
    byName.put(name, plan);
  }

  /** The plan of a job created now under {@code name}. */
  public JobPlan planFor(String name) {
    JobPlan own = byName.get(name);
    if (own != null) {
      return own;
    }
    return byPrefix.entrySet().stream()
        .filter(e -> name.startsWith(e.getKey()))
        .max(Comparator.comparingInt(e -> e.getKey().length()))
        .map(Map.Entry::getValue)
        .orElseGet(JobPlan::defaults);
  }
}
