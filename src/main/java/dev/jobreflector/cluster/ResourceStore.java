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
 * The packed resources of one informer. Each read creates a new object, which unpacks when used.
 * One thread at a time puts and removes. Any number of threads may read or report writes.
 */
final class ResourceStore implements ItemStore<OptimizationJob> {

  /**
   * A stored resource.
   *
   * @param operatorTime when an operator last wrote the status, in seconds since 1970; 0 for never
   * @param own if {@code statusForeign}, the resource as the operator last wrote it; null if not
   *     known
   */
  private record Item(
      String key,
      PackedResource packed,
      ResourceCache.Group group,
      long operatorTime,
      boolean statusForeign,
      @Nullable PackedResource own) {

    /** The same resource and version, whose status is the operator's own. */
    Item asOwn() {
      return new Item(key, packed, group, operatorTime, false, null);
    }

    /** The same resource and version, whose status is another client's. */
    Item asForeign(@Nullable PackedResource own) {
      return new Item(key, packed, group, operatorTime, true, own);
    }
  }

  private final Map<String, Item> items = new ConcurrentHashMap<>();
  private final GroupCounts counts;
  private final Set<ResourceStore> used;

  /**
   * Creates an empty store.
   *
   * @param counts counts the resources; stores may share it
   * @param used the stores in use; this store adds itself with its first resource
   */
  ResourceStore(GroupCounts counts, Set<ResourceStore> used) {
    this.counts = counts;
    this.used = used;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Returns the stored text if there is one. The informer's index keeps the last text and this
   * store the first, so both share one text.
   */
  @Override
  public String getKey(OptimizationJob resource) {
    String key = ((PackedJob) resource).key();
    Item item = items.get(key);
    return item == null ? key : item.key();
  }

  /**
   * Stores a resource that the operator's client has read. Changes nothing if this version is
   * stored.
   */
  @Override
  public @Nullable OptimizationJob put(String key, OptimizationJob resource) {
    PackedJob job = (PackedJob) resource;
    AtomicReference<@Nullable Item> shared = new AtomicReference<>();
    AtomicReference<@Nullable Item> replaced = new AtomicReference<>();
    used.add(this);
    // Atomic, so that a concurrent write of the operator does not count as another client's.
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
   * Stores what the operator wrote, before the watch event. Keeps the stored version if the watch
   * event was faster. Does nothing if the resource is gone.
   *
   * @param overVersion the resourceVersion that the write replaced
   */
  void written(OptimizationJob resource, String overVersion) {
    items.computeIfPresent(
        getKey(resource),
        (key, item) -> {
          PackedJob job = (PackedJob) resource;
          if (item.packed().isOfVersion(overVersion)) {
            counts.remove(item.group());
            return own(item.key(), job);
          }
          // The watch event was faster, with this version or with a later one of another client.
          return item.packed().hasStatusOf(job.packed())
              ? item.asOwn()
              : item.asForeign(job.compress());
        });
  }

  /**
   * What the operator last wrote, if another client changed the status or the status cannot be
   * read. Null if the stored status is the operator's own, or if the resource is not here.
   */
  @Nullable ForeignStatus foreignStatus(PackedJob resource) {
    Item item = items.get(resource.key());
    if (item == null || !(item.statusForeign() || resource.statusProblem() != null)) {
      return null;
    }
    return new ForeignStatus(item.own() == null ? null : job(item, item.own()).getStatus());
  }

  /** Records that the stored status is right, whoever wrote it. It counts as the operator's own. */
  void confirmed(PackedJob resource) {
    items.computeIfPresent(
        resource.key(),
        (key, item) -> item.packed().isSameVersion(resource.packed()) ? item.asOwn() : item);
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

  /** False, so that the informer does not read every resource at the end of the first list. */
  @Override
  public boolean isFullState() {
    return false;
  }

  private Item own(String key, PackedJob job) {
    return new Item(key, job.compress(), counts.add(job.group()), job.operatorTime(), false, null);
  }

  private Item counted(String key, PackedJob job, @Nullable Item present) {
    Item item = own(key, job);
    if (present == null || !present.packed().isSameResource(item.packed())) {
      return job.isStatusForeign() ? item.asForeign(null) : item;
    }
    PackedResource own = present.statusForeign() ? present.own() : present.packed();
    boolean foreign = isForeign(job, present, own);
    job.setStatusForeign(foreign);
    return foreign ? item.asForeign(own) : item;
  }

  /**
   * Whether the status of a resource that changed is another client's. A write of another replica
   * counts as the operator's own: this replica may have lost its lease unnoticed.
   */
  private static boolean isForeign(PackedJob job, Item present, @Nullable PackedResource own) {
    if (job.packed().hasStatusOf(present.packed())) {
      return present.statusForeign();
    }
    if (job.isStatusForeign() || job.isStatusIncomplete()) {
      return true;
    }
    if (job.operatorTime() > present.operatorTime()) {
      return false;
    }
    // Nobody is on record as the writer: another client removed fields, which leaves no record, or
    // an operator wrote twice within a second.
    return present.statusForeign()
        ? own == null || !job.packed().hasStatusOf(own)
        : job.packed().hasPartOfStatusOf(present.packed());
  }

  private static PackedJob job(Item item) {
    return job(item, item.packed());
  }

  private static PackedJob job(Item item, PackedResource packed) {
    return new PackedJob(
        item.key(), packed, item.group(), item.operatorTime(), item.statusForeign());
  }

  private @Nullable OptimizationJob left(@Nullable Item item) {
    if (item == null) {
      return null;
    }
    counts.remove(item.group());
    return job(item);
  }
}
