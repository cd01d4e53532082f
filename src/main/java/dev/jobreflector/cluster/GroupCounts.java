package dev.jobreflector.cluster;

import dev.jobreflector.cluster.ResourceCache.Group;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Counts the resources of each group. Thread-safe. */
final class GroupCounts {

  private record Count(Group group, long resources) {}

  private final Map<Group, Count> counts = new ConcurrentHashMap<>();

  /** Counts a resource. Returns the shared instance of the group. */
  Group add(Group added) {
    return counts
        .merge(
            added,
            new Count(added, 1),
            (count, one) -> new Count(count.group(), count.resources() + 1))
        .group();
  }

  /** Removes a resource from the count. */
  void remove(Group removed) {
    counts.computeIfPresent(
        removed,
        (group, count) ->
            count.resources() == 1 ? null : new Count(count.group(), count.resources() - 1));
  }

  /** The number of resources of each group that has any. */
  Map<Group, Long> all() {
    return counts.values().stream().collect(Collectors.toMap(Count::group, Count::resources));
  }
}
