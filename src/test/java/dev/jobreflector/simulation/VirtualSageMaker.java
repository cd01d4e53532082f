package dev.jobreflector.simulation;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListCall;
import dev.jobreflector.schedule.ListPage;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The jobs of one account and region, and the two questions that are asked about them. */
final class VirtualSageMaker {

  private static final int JOBS_ON_A_PAGE = 100;

  private record Position(Instant creationTime, String name) {}

  private static final Comparator<Position> NEWEST_FIRST =
      Comparator.comparing(Position::creationTime).thenComparing(Position::name).reversed();

  private final Map<String, VirtualJob> jobs = new HashMap<>();
  private final NavigableSet<Position> all = new TreeSet<>(NEWEST_FIRST);
  private final NavigableSet<Position> unfinished = new TreeSet<>(NEWEST_FIRST);
  private final Set<String> hidden = new HashSet<>();
  private ListMood mood = ListMood.HONEST;

  /** How lists behave. */
  enum ListMood {
    HONEST,
    REFUSED,
    UNAVAILABLE,
    EMPTY_PAGES
  }

  void put(VirtualJob job) {
    remove(job.name());
    jobs.put(job.name(), job);
    Position position = new Position(job.creationTime(), job.name());
    all.add(position);
    if (job.isUnfinished()) {
      unfinished.add(position);
    }
  }

  void remove(String name) {
    VirtualJob removed = jobs.remove(name);
    if (removed != null) {
      Position position = new Position(removed.creationTime(), name);
      all.remove(position);
      unfinished.remove(position);
    }
  }

  VirtualJob get(String name) {
    VirtualJob job = jobs.get(name);
    if (job == null) {
      throw new IllegalArgumentException("no job " + name);
    }
    return job;
  }

  /** Lists leave this job out from now on. */
  void hideFromLists(String name) {
    hidden.add(name);
  }

  void lists(ListMood newMood) {
    mood = newMood;
  }

  Observation describe(String name, Instant now) {
    VirtualJob job = jobs.get(name);
    return job == null
        ? new Observation.Absent(VirtualJob.ACCOUNT, now)
        : new Observation.Found(job.description(), VirtualJob.ACCOUNT, now);
  }

  /** A page, or the failure that stands for it. */
  Object list(ListCall call, Instant now) {
    return switch (mood) {
      case REFUSED -> new Observation.Denied("may not list", now);
      case UNAVAILABLE -> new Observation.Unavailable("no answer", now);
      case EMPTY_PAGES -> new ListPage(List.of(), "more");
      case HONEST -> page(call);
    };
  }

  private ListPage page(ListCall call) {
    NavigableSet<Position> candidates = call.statusEquals() == null ? all : unfinished;
    Position after = start(call);
    List<ListedJob> page = new ArrayList<>();
    for (Position position : after == null ? candidates : candidates.tailSet(after, false)) {
      if (call.creationTimeAfter() != null
          && !position.creationTime().isAfter(call.creationTimeAfter())) {
        break;
      }
      VirtualJob job = get(position.name());
      boolean matches = call.statusEquals() == null || call.statusEquals().equals(job.status());
      if (matches && !hidden.contains(job.name())) {
        if (page.size() == JOBS_ON_A_PAGE) {
          ListedJob last = page.get(page.size() - 1);
          return new ListPage(page, last.creationTime() + "|" + last.name());
        }
        page.add(job.listed());
      }
    }
    return new ListPage(page, null);
  }

  private static @Nullable Position start(ListCall call) {
    if (call.nextToken() != null) {
      String[] parts = call.nextToken().split("\\|", 2);
      return new Position(Instant.parse(parts[0]), parts[1]);
    }
    return call.creationTimeBefore() == null ? null : new Position(call.creationTimeBefore(), "");
  }
}
