package dev.jobreflector.cluster;

import dev.jobreflector.cluster.ResourceCache.Group;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** How many resources each group has, kept as they come and go. Thread-safe. */
final class GroupCounts {

  private record Count(Group group, long resources) {}

  private final Map<Group, Count> counts = new ConcurrentHashMap<>();

  /** Counts one more; returns the one instance of the group that is kept. */
  Group add(Group added) {
    return counts
        .merge(
            added,
            new Count(added, 1),
            (count, one) -> new Count(count.group(), count.resources() + 1))
        .group();
  }

  /** Counts one less. */
  void remove(Group removed) {
    counts.computeIfPresent(
        removed,
        (group, count) ->
            count.resources() == 1 ? null : new Count(count.group(), count.resources() - 1));
  }

  /** The groups that have resources. */
  Map<Group, Long> all() {
    return counts.values().stream().collect(Collectors.toMap(Count::group, Count::resources));
  }
}
