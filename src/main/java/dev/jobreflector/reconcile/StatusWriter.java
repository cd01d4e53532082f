package dev.jobreflector.reconcile;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.decision.Decision;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a status, whole, in one server-side apply that carries the resourceVersion it was decided
 * on: a writer with a stale view, such as a leader that was deposed unawares, is refused.
 *
 * <p>The cache has the answer at once. JOSDK's resource operations do that, too, but keep it whole,
 * and where the watch was faster until the resource changes again (5.3.2).
 */
public final class StatusWriter {

  private static final Logger log = LoggerFactory.getLogger(StatusWriter.class);

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(OptimizationJobReconciler.FIELD_MANAGER)
          .withForce(true)
          .build();

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final ResourceCache cache;
  private final KubernetesWrites writes;
  private final DecisionsShown decisions;

  /** Is told of each decision once its Events are made and its status is written. */
  @FunctionalInterface
  public interface DecisionsShown {

    /**
     * A decision is shown.
     *
     * @param written the resource as it was written: its key and its status
     * @param decision what was decided
     */
    void shown(OptimizationJob written, Decision decision);
  }

  /**
   * A writer of statuses.
   *
   * @param cache gets what was written
   */
  public StatusWriter(
      KubernetesClient client,
      ResourceCache cache,
      KubernetesWrites writes,
      DecisionsShown decisions) {
    this.client = client;
    this.cache = cache;
    this.writes = writes;
    this.decisions = decisions;
  }

  /**
   * Writes the decided status.
   *
   * @return false where the resource has changed since it was read: to be read and decided again
   * @throws KubernetesClientException where it could not be written: for a passing reason: to be
   *     tried again
   */
  public boolean write(OptimizationJob resource, Decision decision) {
    OptimizationJob written;
    try {
      written = apply(client, resource, decision.status());
      writes.ended(KubernetesWrites.STATUS, KubernetesWrites.WRITTEN);
    } catch (KubernetesClientException e) {
      if (e.getCode() == NOT_FOUND) {
        writes.ended(KubernetesWrites.STATUS, KubernetesWrites.REFUSED);
        log.debug("{} is gone; its status is not written", resource.getMetadata().getName());
        return true;
      }
      if (e.getCode() == CONFLICT) {
        writes.ended(KubernetesWrites.STATUS, KubernetesWrites.CONFLICT);
        return false;
      }
      writes.ended(KubernetesWrites.STATUS, KubernetesWrites.FAILED);
      throw e;
    }
    cache.written(written, resource.getMetadata().getResourceVersion());
    decisions.shown(written, decision);
    return true;
  }

  /**
   * Applies a status to a resource, and to no other version of it.
   *
   * @return the resource as the cluster answered
   * @throws KubernetesClientException where it is refused: 409 where it has changed
   */
  public static OptimizationJob apply(
      KubernetesClient client, OptimizationJob resource, OptimizationJobStatus status) {
    OptimizationJob fresh = new OptimizationJob();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(resource.getMetadata().getNamespace())
            .withName(resource.getMetadata().getName())
            .withResourceVersion(resource.getMetadata().getResourceVersion())
            .build());
    fresh.setStatus(status);
    return client.resource(fresh).subresource("status").patch(APPLY);
  }
}
