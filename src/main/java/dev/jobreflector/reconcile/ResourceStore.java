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

  private record Item(String key, PackedResource packed, ResourceCache.Group group) {}

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

  /**
   * {@inheritDoc}
   *
   * <p>The text that is kept already, where it is: the informer's index keeps the last it was
   * given, and this the first.
   */
  @Override
  public String getKey(OptimizationJob resource) {
    String key = ((PackedJob) resource).key();
    Item item = items.get(key);
    return item == null ? key : item.key();
  }

  /** Keeps a resource that the operator's client has read; nothing where it has that version. */
  @Override
  public @Nullable OptimizationJob put(String key, OptimizationJob resource) {
    PackedJob job = (PackedJob) resource;
    Item present = items.get(key);
    if (present != null && job.tryShare(present.packed())) {
      return job(present);
    }
    used.add(this);
    return left(items.put(key, counted(key, job)));
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
          return counted(item.key(), (PackedJob) resource);
        });
  }

  @Override
  public @Nullable OptimizationJob remove(String key) {
    return left(items.remove(key));
  }

  @Override
  public @Nullable OptimizationJob get(String key) {
    Item item = items.get(key);
    return item == null ? null : job(item);
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<OptimizationJob> values() {
    return items.values().stream().map(ResourceStore::job);
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

  private Item counted(String key, PackedJob job) {
    return new Item(key, job.compress(), counts.add(job.group()));
  }

  private static PackedJob job(Item item) {
    return new PackedJob(item.key(), item.packed(), item.group());
  }

  private @Nullable OptimizationJob left(@Nullable Item item) {
    if (item == null) {
      return null;
    }
    counts.remove(item.group());
    return job(item);
  }
}
