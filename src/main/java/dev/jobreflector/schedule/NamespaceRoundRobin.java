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
 * Jobs that wait for the same reason: namespaces take turns, each with what lists show of its jobs,
 * the failed first, then the newest, then those that lists have not shown. Not thread-safe.
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

  /** Takes a job out; false where it does not wait here. */
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

  /** The next job; there is one. */
  Entry next() {
    TreeSet<Entry> ofNamespace = jobs.get(namespaces.getFirst());
    if (ofNamespace == null) {
      throw new IllegalStateException("a namespace without jobs takes no turns");
    }
    return ofNamespace.first();
  }

  /** Takes the next job; there is one. */
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
