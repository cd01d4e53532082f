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
 * The due jobs of one urgency. Namespaces take turns. Within a namespace, failed jobs go first,
 * then the newest, then the jobs that no list has shown. Not thread-safe.
 */
final class DueLine {

  private static final Comparator<Entry> ORDER =
      Comparator.comparing((Entry entry) -> !isFailed(entry.place().listed()))
          .thenComparing(entry -> creationTime(entry.place().listed()), Comparator.reverseOrder())
          .thenComparingLong(Entry::sequence);

  private final Map<String, TreeSet<Entry>> jobs = new HashMap<>();
  private final ArrayDeque<String> namespaces = new ArrayDeque<>();
  private int size;
  private int unlisted;

  /** Grows by one with each poll while this line has jobs; a poll from this line costs ten. */
  int credit;

  private static boolean isFailed(@Nullable ListedJob listed) {
    return listed != null && listed.isFailed();
  }

  private static Instant creationTime(@Nullable ListedJob listed) {
    return listed == null ? Instant.MIN : listed.creationTime();
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** How many of the jobs no list has shown. */
  int unlisted() {
    return unlisted;
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
    count(entry, 1);
  }

  /** Removes a job if it is here. */
  void remove(Entry entry) {
    String namespace = entry.place().namespace();
    TreeSet<Entry> ofNamespace = jobs.get(namespace);
    if (ofNamespace != null && ofNamespace.remove(entry)) {
      count(entry, -1);
      if (ofNamespace.isEmpty()) {
        jobs.remove(namespace);
        namespaces.remove(namespace);
      }
    }
  }

  private void count(Entry entry, int more) {
    size += more;
    unlisted += entry.place().listed() == null ? more : 0;
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
    remove(entry);
    String namespace = entry.place().namespace();
    if (namespaces.remove(namespace)) {
      namespaces.addLast(namespace);
    }
    return entry;
  }
}
