package dev.jobreflector.reconcile;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one informer keeps: every resource, packed. What it gives is made anew each time, and is
 * unpacked as it is read. One thread changes it at a time; any number may read.
 */
final class ResourceStore implements ItemStore<OptimizationJob> {

  private record Item(PackedResource packed, ResourceCache.Group group) {}

  private final Map<String, Item> items = new ConcurrentHashMap<>();
  private final PackedResource.Packing packing;
  private final GroupCounts counts;

  /**
   * An empty store.
   *
   * @param counts is told of what comes and goes; may be that of several stores
   */
  ResourceStore(PackedResource.Packing packing, GroupCounts counts) {
    this.packing = packing;
    this.counts = counts;
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
    PackedResource packed = PackedResource.of(resource, packing);
    Item before = items.put(key, new Item(packed, counts.add(ResourceCache.Group.of(resource))));
    ObjectMeta metadata = resource.getMetadata();
    // One text for all of a namespace: JOSDK keeps it for each resource.
    resource.setMetadata(packed.metadata(metadata.getNamespace().intern(), metadata.getName()));
    resource.setSpec(OptimizationJobSpec.EMPTY);
    resource.setStatus(null);
    return left(key, before);
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

  private @Nullable OptimizationJob left(String key, @Nullable Item item) {
    if (item == null) {
      return null;
    }
    counts.remove(item.group());
    return new CachedJob(key, item.packed());
  }
}
