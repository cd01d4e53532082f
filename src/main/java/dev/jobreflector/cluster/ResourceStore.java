package dev.jobreflector.cluster;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.decision.ForeignStatus;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one informer keeps: every resource, packed. What it gives is made anew each time, and is
 * unpacked as it is read. One thread puts and removes at a time; any number may read or tell what
 * was written.
 */
final class ResourceStore implements ItemStore<OptimizationJob> {

  /**
   * A resource that is kept.
   *
   * @param own with {@code statusForeign}: the resource as the operator wrote it last; null where
   *     that is not known
   */
  private record Item(
      String key,
      PackedResource packed,
      ResourceCache.Group group,
      boolean statusForeign,
      @Nullable PackedResource own) {}

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
    AtomicReference<@Nullable Item> shared = new AtomicReference<>();
    AtomicReference<@Nullable Item> replaced = new AtomicReference<>();
    used.add(this);
    // At one go: what the operator writes meanwhile must not be taken for another client's.
    items.compute(
        key,
        (same, present) -> {
          if (present != null && job.tryShare(present.packed())) {
            shared.set(present);
            return present;
          }
          replaced.set(present);
          return counted(key, job, present);
        });
    Item kept = shared.get();
    return kept == null ? left(replaced.get()) : job(kept);
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
          PackedJob job = (PackedJob) resource;
          if (item.packed().isOfVersion(overVersion)) {
            counts.remove(item.group());
            return new Item(item.key(), job.compress(), counts.add(job.group()), false, null);
          }
          // The watch was faster: with this version, or with one that another client wrote over it.
          boolean foreign = !item.packed().hasStatusOf(job.packed());
          return new Item(
              item.key(), item.packed(), item.group(), foreign, foreign ? job.compress() : null);
        });
  }

  /**
   * The status of this resource, if another client wrote it after the operator did, or if it cannot
   * be read; null if it is the operator's own, or if the resource is not here.
   */
  @Nullable ForeignStatus foreignStatus(PackedJob resource) {
    Item item = items.get(resource.key());
    if (item == null || !(item.statusForeign() || resource.statusProblem() != null)) {
      return null;
    }
    return new ForeignStatus(item.own() == null ? null : job(item, item.own()).getStatus());
  }

  /**
   * What is stored of this resource is right, whoever wrote it: it counts as the operator's own.
   */
  void confirmed(PackedJob resource) {
    items.computeIfPresent(
        resource.key(),
        (key, item) ->
            item.packed().isSameVersion(resource.packed())
                ? new Item(item.key(), item.packed(), item.group(), false, null)
                : item);
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

  private Item counted(String key, PackedJob job, @Nullable Item present) {
    PackedResource packed = job.compress();
    ResourceCache.Group group = counts.add(job.group());
    if (present == null || !present.packed().isSameResource(packed)) {
      return new Item(key, packed, group, job.isStatusForeign(), null);
    }
    if (present.packed().hasStatusOf(packed)) {
      job.setStatusForeign(present.statusForeign());
      return new Item(key, packed, group, present.statusForeign(), present.own());
    }
    // Another replica's write is the operator's own: this one may have lost its lease unnoticed.
    boolean foreign = job.isStatusForeign() || job.isStatusIncomplete();
    job.setStatusForeign(foreign);
    PackedResource own = present.statusForeign() ? present.own() : present.packed();
    return new Item(key, packed, group, foreign, foreign ? own : null);
  }

  private static PackedJob job(Item item) {
    return job(item, item.packed());
  }

  private static PackedJob job(Item item, PackedResource packed) {
    return new PackedJob(item.key(), packed, item.group(), item.statusForeign());
  }

  private @Nullable OptimizationJob left(@Nullable Item item) {
    if (item == null) {
      return null;
    }
    counts.remove(item.group());
    return job(item);
  }
}
