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
 * When each resource's reconcile request was last taken up. The next one waits for {@link #APART},
 * so that whoever changes the annotation all the time does not spend the budget of all. Not
 * thread-safe.
 */
final class RequestTimes {

  /** From one request of a resource to the next, at the least. */
  static final Duration APART = Duration.ofSeconds(5);

  /** The oldest first. A finished job is forgotten between two requests: this is not. */
  private final Map<ResourceKey, Instant> taken = new LinkedHashMap<>();

  /** A poll begins that answers the requests of these resources. */
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

  /** The poll request, put off where it is a request that comes too soon after another. */
  PollRequest apart(ResourceKey resource, PollRequest pollRequest) {
    Instant last = pollRequest.reconcileRequest() == null ? null : taken.get(resource);
    return last == null ? pollRequest : pollRequest.notBefore(last.plus(APART));
  }
}
