package dev.jobreflector.reconcile;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.cluster.ResourceCache;
import dev.jobreflector.decision.Decision;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the whole status in one PUT on {@code /status}, which carries the uid and the
 * resourceVersion it was decided on: the API server refuses a writer with a stale view, such as a
 * leader that lost its lease unnoticed. Nothing that another client wrote into the status stays.
 *
 * <p>The cache has the answer at once. JOSDK's resource operations do that, too, but keep it whole,
 * and where the watch was faster until the resource changes again (5.3.2).
 */
public final class StatusWriter {

  private static final Logger log = LoggerFactory.getLogger(StatusWriter.class);

  private static final int REFUSED = 4;
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
    cache.writing(resource, decision.status());
    try {
      written = replace(client, resource, decision.status());
    } catch (KubernetesClientException e) {
      return failed(resource, e);
    }
    writes.ended(KubernetesWrites.STATUS, KubernetesWrites.WRITTEN);
    cache.written(written, resource.getMetadata().getResourceVersion());
    cache.answered(resource);
    decisions.shown(written, decision);
    return true;
  }

  private boolean failed(OptimizationJob resource, KubernetesClientException failure) {
    // A proxy may answer 5xx though the API server has written it.
    if (failure.getCode() / 100 == REFUSED) {
      cache.answered(resource);
    }
    if (failure.getCode() == NOT_FOUND) {
      writes.ended(KubernetesWrites.STATUS, KubernetesWrites.REFUSED);
      log.debug("{} is gone; its status is not written", resource.getMetadata().getName());
      return true;
    }
    if (failure.getCode() == CONFLICT) {
      writes.ended(KubernetesWrites.STATUS, KubernetesWrites.CONFLICT);
      return false;
    }
    writes.ended(KubernetesWrites.STATUS, KubernetesWrites.FAILED);
    throw failure;
  }

  /**
   * Replaces the status of a resource, and of no other version of it.
   *
   * @return the resource as the cluster answered
   * @throws KubernetesClientException if the API server refuses it: 409 if the resource has changed
   */
  public static OptimizationJob replace(
      KubernetesClient client, OptimizationJob resource, OptimizationJobStatus status) {
    OptimizationJob fresh = new OptimizationJob();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(resource.getMetadata().getNamespace())
            .withName(resource.getMetadata().getName())
            .withUid(resource.getMetadata().getUid())
            .withResourceVersion(resource.getMetadata().getResourceVersion())
            .build());
    fresh.setStatus(status);
    return client.resource(fresh).updateStatus();
  }
}
