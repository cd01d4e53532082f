package dev.jobreflector.reconcile;

import dev.jobreflector.decision.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When a status that another client overwrites may be written again: at once the first time, then
 * no more often than a shortest time. Thread-safe.
 */
final class RepairPace {

  private final Duration shortest;
  private final Map<ResourceKey, Instant> repairs = new ConcurrentHashMap<>();

  /**
   * No repair yet.
   *
   * @param shortest the shortest time between two repairs of one resource
   */
  RepairPace(Duration shortest) {
    this.shortest = shortest;
  }

  /** How long to wait before this resource may be repaired; empty if it may be now. */
  Optional<Duration> pause(ResourceKey resource, Instant now) {
    Instant last = repairs.get(resource);
    return last == null || isOver(last, now)
        ? Optional.empty()
        : Optional.of(Duration.between(now, last.plus(shortest)));
  }

  /** The resource was repaired. */
  void repaired(ResourceKey resource, Instant now) {
    // Of repairs on several threads, this may be decided a moment before one that is noted already.
    repairs.values().removeIf(last -> Duration.between(last, now).abs().compareTo(shortest) >= 0);
    repairs.put(resource, now);
  }

  // A clock that was set back must not stretch the pause.
  private boolean isOver(Instant last, Instant now) {
    return now.isBefore(last) || !now.isBefore(last.plus(shortest));
  }
}
