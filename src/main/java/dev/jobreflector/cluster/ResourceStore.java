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
 * The resources of one informer. Each read creates a new object, which parses when it is read. One
 * thread at a time puts and removes. Any number of threads may read or report writes.
 */
final class ResourceStore implements ItemStore<OptimizationJob> {

  private final Map<String, CachedResource> items = new ConcurrentHashMap<>();
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
    String key = CachedJob.key(resource.getMetadata());
    CachedResource item = items.get(key);
    return item == null ? key : item.key();
  }

  /**
   * Stores a resource that the operator's client has read. Changes nothing if this version is
   * stored.
   */
  @Override
  public @Nullable OptimizationJob put(String key, OptimizationJob resource) {
    CachedJob job = (CachedJob) resource;
    AtomicReference<@Nullable CachedResource> before = new AtomicReference<>();
    used.add(this);
    // Atomic, so that a concurrent write of the operator does not count as another client's.
    CachedResource kept =
        items.compute(
            key,
            (same, present) -> {
              before.set(present);
              if (present != null && present.isOfVersion(job.getMetadata().getResourceVersion())) {
                return present;
              }
              if (present != null) {
                counts.remove(present.group());
              }
              return kept(key, judged(job.resource(), present));
            });
    job.setResource(kept);
    return job(before.get());
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
          CachedJob job = (CachedJob) resource;
          if (item.isOfVersion(overVersion)) {
            counts.remove(item.group());
            return kept(item.key(), job.resource().withOwnStatus());
          }
          // The watch event was faster, with this version or with a later one of another client.
          PackedBody own = job.resource().body();
          return item.body().hasStatusOf(own)
              ? item.withOwnStatus()
              : item.withForeignStatus(own.compressed());
        });
  }

  /**
   * What the operator last wrote, if another client changed the status or the status cannot be
   * read. Null if the stored status is the operator's own, or if the resource is not here.
   */
  @Nullable ForeignStatus foreignStatus(OptimizationJob resource) {
    CachedResource item = items.get(CachedJob.key(resource.getMetadata()));
    if (item == null) {
      return null;
    }
    boolean unreadable = resource.getStatus() == null && item.body().hasStatus();
    if (!item.statusForeign() && !unreadable) {
      return null;
    }
    return new ForeignStatus(item.own() == null ? null : item.own().json().readableStatus());
  }

  /** Records that the stored status is right, whoever wrote it. It counts as the operator's own. */
  void confirmed(OptimizationJob resource) {
    String version = resource.getMetadata().getResourceVersion();
    items.computeIfPresent(
        CachedJob.key(resource.getMetadata()),
        (key, item) -> item.isOfVersion(version) ? item.withOwnStatus() : item);
  }

  @Override
  public @Nullable OptimizationJob remove(String key) {
    CachedResource removed = items.remove(key);
    if (removed != null) {
      counts.remove(removed.group());
    }
    return job(removed);
  }

  @Override
  public @Nullable OptimizationJob get(String key) {
    return job(items.get(key));
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<OptimizationJob> values() {
    return items.values().stream().map(CachedJob::new);
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

  /** Counts a resource, and returns it compressed. */
  private CachedResource kept(String key, CachedResource item) {
    return item.kept(key, counts.add(item.group()));
  }

  private static CachedResource judged(CachedResource item, @Nullable CachedResource present) {
    if (present == null || !present.isSameResource(item)) {
      return item;
    }
    PackedBody own = present.statusForeign() ? present.own() : present.body();
    return isForeign(item, present, own) ? item.withForeignStatus(own) : item.withOwnStatus();
  }

  /**
   * Whether the status of a resource that changed is another client's. A write of another replica
   * counts as the operator's own: this replica may have lost its lease unnoticed.
   */
  private static boolean isForeign(
      CachedResource item, CachedResource present, @Nullable PackedBody own) {
    if (item.body().hasStatusOf(present.body())) {
      return present.statusForeign();
    }
    if (item.statusForeign() || item.body().json().isStatusIncomplete()) {
      return true;
    }
    if (item.operatorTime() > present.operatorTime()) {
      return false;
    }
    // managedFields name no new writer: another client removed fields, which they do not record, or
    // an operator wrote twice within a second.
    return present.statusForeign()
        ? own == null || !item.body().hasStatusOf(own)
        : item.body().hasPartOfStatusOf(present.body());
  }

  private static @Nullable OptimizationJob job(@Nullable CachedResource item) {
    return item == null ? null : new CachedJob(item);
  }
}
