package dev.jobreflector.reconcile;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.decision.ResourceKey;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the polls' observations meet the reconcile loop, and deletions the polls. */
public final class ObservationEventSource extends AbstractEventSource<Void, OptimizationJob>
    implements ResourceEventAware<OptimizationJob> {

  private final Consumer<ResourceKey> deleted;
  private volatile @Nullable Cache<OptimizationJob> primaryCache;

  /**
   * An event source that nothing was observed for yet.
   *
   * @param deleted is told of each resource that is gone
   */
  public ObservationEventSource(Consumer<ResourceKey> deleted) {
    super(Void.class, "observations");
    this.deleted = deleted;
  }

  /** Has the resources reconciled; before the operator runs, and after it stopped, does nothing. */
  public void reconcile(Set<ResourceKey> resources) {
    if (isRunning()) {
      resources.forEach(this::reconcile);
    }
  }

  // Who asks for one that is gone was not told. One that comes at this moment is wanted again by
  // the reconcile that follows.
  private void reconcile(ResourceKey key) {
    ResourceID id = new ResourceID(key.name(), key.namespace());
    Cache<OptimizationJob> cache = primaryCache;
    if (cache != null && !cache.contains(id)) {
      deleted.accept(key);
    }
    getEventHandler().handleEvent(new Event(id));
  }

  /** The resources as the informer has them; none before it runs. */
  public Stream<OptimizationJob> resources() {
    Cache<OptimizationJob> cache = primaryCache;
    return cache == null || !isRunning() ? Stream.empty() : cache.list();
  }

  void readResourcesFrom(Cache<OptimizationJob> cache) {
    primaryCache = cache;
  }

  @Override
  public void onResourceDeleted(OptimizationJob resource) {
    deleted.accept(
        new ResourceKey(resource.getMetadata().getNamespace(), resource.getMetadata().getName()));
  }

  /** Deleted and made again while the watch was cut: the cluster tells of neither. */
  @Override
  public void onResourceUpdated(OptimizationJob resource, OptimizationJob old) {
    if (!resource.getMetadata().getUid().equals(old.getMetadata().getUid())) {
      onResourceDeleted(old);
    }
  }

  @Override
  public Set<Void> getSecondaryResources(OptimizationJob primary) {
    return Set.of();
  }
}
