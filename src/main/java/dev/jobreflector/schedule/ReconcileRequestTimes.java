package dev.jobreflector.schedule;

import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Records when a poll last answered each resource's reconcile request. The next reconcile request
 * of the resource waits for {@link #APART}, so that a client that keeps changing the annotation
 * cannot use up the budget. Not thread-safe.
 */
final class ReconcileRequestTimes {

  /** The shortest time between two requested polls of a resource. */
  static final Duration APART = Duration.ofSeconds(5);

  /** The oldest first. Kept here because a finished job is forgotten between two requests. */
  private final Map<ResourceKey, Instant> taken = new LinkedHashMap<>();

  /** Records that a poll begins that answers the reconcile requests of these resources. */
  void taken(Set<ResourceKey> resources, Instant now) {
    Iterator<Instant> times = taken.values().iterator();
    while (times.hasNext() && !times.next().plus(APART).isAfter(now)) {
      times.remove();
    }
    for (ResourceKey resource : resources) {
      taken.remove(resource);
      taken.put(resource, now);
    }
  }

  /** The poll request, delayed if its reconcile request comes too soon after the last. */
  PollRequest apart(ResourceKey resource, PollRequest pollRequest) {
    Instant last = pollRequest.reconcileRequest() == null ? null : taken.get(resource);
    return last == null ? pollRequest : pollRequest.notBefore(last.plus(APART));
  }
}
