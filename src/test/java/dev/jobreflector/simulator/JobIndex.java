package dev.jobreflector.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in every order that lists ask for, so that a page costs what it shows, not what there is.
 * Not thread-safe.
 */
final class JobIndex {

  private record Position(Instant creationTime, String name) implements Comparable<Position> {
    private static final Comparator<Position> ORDER =
        Comparator.comparing(Position::creationTime).thenComparing(Position::name);

    @Override
    public int compareTo(Position other) {
      return ORDER.compare(this, other);
    }
  }

  /** A page and the token of the next one, null on the last. */
  record Page(List<JobRecord> jobs, @Nullable PageToken next) {}

  private final NavigableMap<String, JobRecord> byName = new TreeMap<>();
  private final NavigableMap<Position, JobRecord> byCreation = new TreeMap<>();

  /** Those that had not ended when last looked at: few, where jobs are many. */
  private final NavigableMap<Position, JobRecord> unfinished = new TreeMap<>();

  @Nullable JobRecord get(String name) {
    return byName.get(name);
  }

  Collection<JobRecord> all() {
    return byName.values();
  }

  void put(JobRecord job, Instant now) {
    remove(job.name());
    Position position = position(job);
    byName.put(job.name(), job);
    byCreation.put(position, job);
    if (!job.at(now).isFinal()) {
      unfinished.put(position, job);
    }
  }

  @Nullable JobRecord remove(String name) {
    JobRecord removed = byName.remove(name);
    if (removed != null) {
      byCreation.remove(position(removed));
      unfinished.remove(position(removed));
    }
    return removed;
  }

  void clear() {
    byName.clear();
    byCreation.clear();
    unfinished.clear();
  }

  Page page(ListQuery query, Instant now) {
    List<JobRecord> page = new ArrayList<>();
    Iterator<JobRecord> candidates = candidates(query, now);
    while (candidates.hasNext()) {
      JobRecord job = candidates.next();
      if (query.matches(job, now)) {
        if (page.size() == query.maxResults()) {
          return new Page(page, query.token(page.get(page.size() - 1), now));
        }
        page.add(job);
      }
    }
    return new Page(page, null);
  }

  private Iterator<JobRecord> candidates(ListQuery query, Instant now) {
    return switch (query.sortBy()) {
      case CREATION_TIME -> inOrderOfCreation(query, now);
      case NAME -> {
        NavigableMap<String, JobRecord> names =
            query.descending() ? byName.descendingMap() : byName;
        PageToken after = query.after();
        yield (after == null ? names : names.tailMap(after.name(), false)).values().iterator();
      }
      case STATUS -> inOrderOfStatus(query, now);
    };
  }

  private Iterator<JobRecord> inOrderOfCreation(ListQuery query, Instant now) {
    NavigableMap<Position, JobRecord> jobs = byCreation;
    if (query.unfinishedOnly()) {
      unfinished.values().removeIf(job -> job.at(now).isFinal());
      jobs = unfinished;
    }
    Position from = start(query.creationTimeAfter(), Instant.MIN);
    Position to = start(query.creationTimeBefore(), Instant.MAX);
    PageToken after = query.after();
    if (after != null) {
      Position last = new Position(after.creationTime(), after.name());
      // No name follows another one more closely than with this character after it.
      Position next = new Position(last.creationTime(), last.name() + '\0');
      from = query.descending() ? from : later(from, next);
      to = query.descending() ? earlier(to, last) : to;
    }
    if (from.compareTo(to) >= 0) {
      return Collections.emptyIterator();
    }
    jobs = jobs.subMap(from, true, to, false);
    return (query.descending() ? jobs.descendingMap() : jobs).values().iterator();
  }

  private static Position start(@Nullable Instant time, Instant otherwise) {
    return new Position(time == null ? otherwise : time, "");
  }

  private static Position later(Position a, Position b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Position earlier(Position a, Position b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private Iterator<JobRecord> inOrderOfStatus(ListQuery query, Instant now) {
    Comparator<JobRecord> order =
        Comparator.comparing((JobRecord job) -> job.at(now).status())
            .thenComparing(JobIndex::position);
    List<JobRecord> jobs = new ArrayList<>(byName.values());
    jobs.removeIf(job -> !query.matches(job, now));
    PageToken after = query.after();
    if (after != null) {
      int direction = query.descending() ? -1 : 1;
      jobs.removeIf(job -> direction * compare(job, now, after) <= 0);
    }
    jobs.sort(query.descending() ? order.reversed() : order);
    return jobs.iterator();
  }

  private static int compare(JobRecord job, Instant now, PageToken last) {
    int byStatus = job.at(now).status().compareTo(last.status());
    return byStatus != 0
        ? byStatus
        : position(job).compareTo(new Position(last.creationTime(), last.name()));
  }

  private static Position position(JobRecord job) {
    return new Position(job.creationTime(), job.name());
  }
}
