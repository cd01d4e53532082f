package dev.jobreflector.reconcile;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
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
  private final PackedResource.Packing packing;
  private final GroupCounts counts;
  private final Set<ResourceStore> used;

  /**
   * An empty store.
   *
   * @param counts is told of what comes and goes; may be that of several stores
   * @param used has this, once there is something in it; may have several stores
   */
  ResourceStore(PackedResource.Packing packing, GroupCounts counts, Set<ResourceStore> used) {
    this.packing = packing;
    this.counts = counts;
    this.used = used;
  }

  @Override
  public String getKey(OptimizationJob resource) {
    return resource instanceof CachedJob cached
        ? cached.key()
        : Cache.metaNamespaceKeyFunc(resource);
  }

  /**
   * Keeps a resource, and strips the object of all that is not kept unpacked: while the cluster is
   * listed, the informer holds every object it has put until the last page has come.
   */
  @Override
  public @Nullable OptimizationJob put(String key, OptimizationJob resource) {
    used.add(this);
    ObjectMeta metadata = resource.getMetadata();
    Item present = items.get(key);
    PackedResource packed =
        present != null && present.packed().isOfVersion(metadata.getResourceVersion())
            ? present.packed()
            : PackedResource.of(resource, packing);
    Item before = items.put(key, counted(packed, resource));
    resource.setMetadata(packed.metadata(metadata.getNamespace(), metadata.getName()));
    resource.setSpec(OptimizationJobSpec.EMPTY);
    resource.setStatus(null);
    return left(key, before);
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
          return new Item(
              PackedResource.of(resource, packing), counts.add(ResourceCache.Group.of(resource)));
        });
  }

  @Override
  public @Nullable OptimizationJob remove(String key) {
    return left(key, items.remove(key));
  }

  @Override
  public @Nullable OptimizationJob get(String key) {
    Item item = items.get(key);
    return item == null ? null : new CachedJob(key, item.packed());
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<OptimizationJob> values() {
    return items.entrySet().stream()
        .map(entry -> new CachedJob(entry.getKey(), entry.getValue().packed()));
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

  private Item counted(PackedResource packed, OptimizationJob resource) {
    return new Item(packed, counts.add(ResourceCache.Group.of(resource)));
  }

  private @Nullable OptimizationJob left(String key, @Nullable Item item) {
    if (item == null) {
      return null;
    }
    counts.remove(item.group());
    return new CachedJob(key, item.packed());
  }
}
