package dev.jobreflector.cluster;

import dev.jobreflector.decision.ResourceKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The resources whose spec cannot be read, and which are not reflected. Thread-safe. */
public final class UnreadableResources {

  private final Set<ResourceKey> resources = ConcurrentHashMap.newKeySet();

  /** This one cannot be read. */
  public void add(ResourceKey resource) {
    resources.add(resource);
  }

  /** This one can be read, or is gone. */
  public void remove(ResourceKey resource) {
    resources.remove(resource);
  }

  /** How many there are. */
  public int count() {
    return resources.size();
  }
}
