package dev.jobreflector.reconcile;

import dev.jobreflector.decision.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides when the operator may repair a status that another client changed: at once, then at most
 * once per {@code shortest}. Thread-safe.
 */
final class RepairPace {

  private final Duration shortest;
  private final Map<ResourceKey, Instant> repairs = new ConcurrentHashMap<>();

  /**
   * Creates an instance without repairs.
   *
   * @param shortest the shortest time between two repairs of one resource
   */
  RepairPace(Duration shortest) {
    this.shortest = shortest;
  }

  /**
   * How long to wait before the status of this resource may be repaired; empty if no wait is
   * needed.
   */
  Optional<Duration> pause(ResourceKey resource, Instant now) {
    Instant last = repairs.get(resource);
    return last == null || isOver(last, now)
        ? Optional.empty()
        : Optional.of(Duration.between(now, last.plus(shortest)));
  }

  /** Records that the status of a resource was repaired. */
  void repaired(ResourceKey resource, Instant now) {
    // Repairs run on several threads, so {@code now} may be a moment before a recorded repair.
    repairs.values().removeIf(last -> Duration.between(last, now).abs().compareTo(shortest) >= 0);
    repairs.put(resource, now);
  }

  // If the clock was set back, the pause must not become longer.
  private boolean isOver(Instant last, Instant now) {
    return now.isBefore(last) || !now.isBefore(last.plus(shortest));
  }
}
