package dev.jobreflector.cluster;

import dev.jobreflector.decision.ResourceKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The resources that are not reflected because their spec cannot be read. Thread-safe. */
public final class UnreadableResources {

  private final Set<ResourceKey> resources = ConcurrentHashMap.newKeySet();

  /** Records that this resource cannot be read. */
  public void add(ResourceKey resource) {
    resources.add(resource);
  }

  /** Records that this resource can be read, or is gone. */
  public void remove(ResourceKey resource) {
    resources.remove(resource);
  }

  /** The number of unreadable resources. */
  public int count() {
    return resources.size();
  }
}
