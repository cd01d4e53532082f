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

/** Triggers reconciles after polls, and reports deleted resources. */
public final class ObservationEventSource extends AbstractEventSource<Void, OptimizationJob>
    implements ResourceEventAware<OptimizationJob> {

  private volatile Consumer<ResourceKey> deleted = resource -> {};
  private volatile @Nullable Cache<OptimizationJob> primaryCache;

  /** Creates an event source. It triggers nothing before the operator runs. */
  public ObservationEventSource() {
    super(Void.class, "observations");
  }

  /**
   * Triggers a reconcile of the resources. Does nothing before the operator runs or after it stops.
   */
  public void reconcile(Set<ResourceKey> resources) {
    if (isRunning()) {
      resources.forEach(this::reconcile);
    }
  }

  // A poll may end after its resource was deleted; then it is forgotten again. If the resource is
  // just being created, its reconcile registers it again.
  private void reconcile(ResourceKey key) {
    ResourceID id = new ResourceID(key.name(), key.namespace());
    Cache<OptimizationJob> cache = primaryCache;
    if (cache != null && !cache.contains(id)) {
      deleted.accept(key);
    }
    getEventHandler().handleEvent(new Event(id));
  }

  /** The resources in the informer's cache; empty before the informer runs. */
  public Stream<OptimizationJob> resources() {
    Cache<OptimizationJob> cache = primaryCache;
    return cache == null || !isRunning() ? Stream.empty() : cache.list();
  }

  /**
   * Connects this source, before it starts.
   *
   * @param cache the resources
   * @param gone receives each resource that is deleted
   */
  void connect(Cache<OptimizationJob> cache, Consumer<ResourceKey> gone) {
    primaryCache = cache;
    deleted = gone;
  }

  @Override
  public void onResourceDeleted(OptimizationJob resource) {
    deleted.accept(
        new ResourceKey(resource.getMetadata().getNamespace(), resource.getMetadata().getName()));
  }

  /**
   * A resource deleted and recreated while the watch is interrupted appears as an update with
   * another uid.
   */
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
