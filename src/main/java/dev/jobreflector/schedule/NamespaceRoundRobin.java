package dev.jobreflector.schedule;

import dev.jobreflector.schedule.DueQueue.Entry;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one line. Namespaces take turns. Within a namespace, failed jobs go first, then the
 * newest, then the jobs that no list has shown. Not thread-safe.
 */
final class NamespaceRoundRobin {

  private static final Comparator<Entry> ORDER =
      Comparator.comparing((Entry entry) -> !isFailed(entry.place().listed()))
          .thenComparing(entry -> creationTime(entry.place().listed()), Comparator.reverseOrder())
          .thenComparingLong(Entry::sequence);

  private final Map<String, TreeSet<Entry>> jobs = new HashMap<>();
  private final ArrayDeque<String> namespaces = new ArrayDeque<>();

  private static boolean isFailed(@Nullable ListedJob listed) {
    return listed != null && listed.isFailed();
  }

  private static Instant creationTime(@Nullable ListedJob listed) {
    return listed == null ? Instant.MIN : listed.creationTime();
  }

  void add(Entry entry) {
    String namespace = entry.place().namespace();
    TreeSet<Entry> ofNamespace = jobs.get(namespace);
    if (ofNamespace == null) {
      ofNamespace = new TreeSet<>(ORDER);
      jobs.put(namespace, ofNamespace);
      namespaces.addLast(namespace);
    }
    ofNamespace.add(entry);
  }

  /** Removes a job; returns false if the job is not here. */
  boolean remove(Entry entry) {
    String namespace = entry.place().namespace();
    TreeSet<Entry> ofNamespace = jobs.get(namespace);
    if (ofNamespace == null || !ofNamespace.remove(entry)) {
      return false;
    }
    if (ofNamespace.isEmpty()) {
      jobs.remove(namespace);
      namespaces.remove(namespace);
    }
    return true;
  }

  /** The next job. There must be one. */
  Entry next() {
    TreeSet<Entry> ofNamespace = jobs.get(namespaces.getFirst());
    if (ofNamespace == null) {
      throw new IllegalStateException("a namespace without jobs takes no turns");
    }
    return ofNamespace.first();
  }

  /** Takes the next job. There must be one. */
  Entry take() {
    Entry entry = next();
    boolean unused = remove(entry);
    String namespace = entry.place().namespace();
    if (namespaces.remove(namespace)) {
      namespaces.addLast(namespace);
    }
    return entry;
  }
}
