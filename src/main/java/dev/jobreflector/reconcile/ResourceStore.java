package dev.jobreflector.reconcile;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one informer keeps: every resource, packed. What it gives is made anew each time, and is
 * unpacked as it is read. One thread puts and removes at a time; any number may read or tell what
 * was written.
 */
final class ResourceStore implements ItemStore<OptimizationJob> {

  private record Item(PackedResource packed, ResourceCache.Group group) {}

  private final Map<String, Item> items = new ConcurrentHashMap<>();
  private final GroupCounts counts;
  private final Set<ResourceStore> used;

  /**
   * An empty store.
   *
   * @param counts is told of what comes and goes; may be that of several stores
   * @param used has this, once there is something in it; may have several stores
   */
  ResourceStore(GroupCounts counts, Set<ResourceStore> used) {
    this.counts = counts;
    this.used = used;
  }

  @Override
  public String getKey(OptimizationJob resource) {
    return ((PackedJob) resource).key();
  }

  /** Keeps a resource that the operator's client has read. */
  @Override
  public @Nullable OptimizationJob put(String key, OptimizationJob resource) {
    used.add(this);
    return left(key, items.put(key, counted((PackedJob) resource)));
  }

  /**
   * Keeps what was written, before the watch brings it; unless that was faster, or the resource is
   * gone.
   *
   * @param overVersion the resourceVersion that was written over
   */
  void written(OptimizationJob resource, String overVersion) {
    items.computeIfPresent(
        getKey(resource),
        (key, item) -> {
          if (!item.packed().isOfVersion(overVersion)) {
            return item;
          }
          counts.remove(item.group());
          return counted((PackedJob) resource);
        });
  }

  @Override
  public @Nullable OptimizationJob remove(String key) {
    return left(key, items.remove(key));
  }

  @Override
  public @Nullable OptimizationJob get(String key) {
    Item item = items.get(key);
    return item == null ? null : job(key, item);
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<OptimizationJob> values() {
    return items.entrySet().stream().map(entry -> job(entry.getKey(), entry.getValue()));
  }

  @Override
  public int size() {
    return items.size();
  }

  /** False: else the informer would get every resource at the end of the first list. */
  @Override
  public boolean isFullState() {
    return false;
  }

  private Item counted(PackedJob job) {
    return new Item(job.packed(), counts.add(job.group()));
  }

  private static PackedJob job(String key, Item item) {
    return new PackedJob(key, item.packed(), item.group());
  }

  private @Nullable OptimizationJob left(String key, @Nullable Item item) {
    if (item == null) {
      return null;
    }
    counts.remove(item.group());
    return job(key, item);
  }
}
