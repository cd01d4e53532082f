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
 * Replaces the whole status in one PUT on {@code /status}. The PUT has the uid and the
 * resourceVersion that the decision is based on. So the API server refuses a writer with an old
 * view, such as a leader that lost its lease unnoticed. Nothing that another client wrote into the
 * status remains.
 *
 * <p>The cache receives the answer at once. JOSDK's resource operations (5.3.2) do that too, but
 * they keep the whole object. If the watch event arrived first, they keep it until the resource
 * changes again.
 */
public final class StatusWriter {

  private static final Logger log = LoggerFactory.getLogger(StatusWriter.class);

  private static final int CLIENT_ERROR = 4;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final ResourceCache cache;
  private final KubernetesWrites writes;
  private final DecisionsShown decisions;

  /** Receives each decision after its Events are created and its status is written. */
  @FunctionalInterface
  public interface DecisionsShown {

    /**
     * Reports a written decision.
     *
     * @param written the resource as the API server returned it: its key and status
     * @param decision the decision
     */
    void shown(OptimizationJob written, Decision decision);
  }

  /**
   * Creates a writer.
   *
   * @param cache receives the written resource
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
   * Writes the decided status. Does nothing if the resource is gone.
   *
   * @return false if the resource has changed since it was read; the caller must read and decide
   *     again
   * @throws KubernetesClientException on any other failure; the caller must retry
   */
  public boolean write(OptimizationJob resource, Decision decision) {
    OptimizationJob written;
    cache.writing(resource, decision.status(), stored -> decisions.shown(stored, decision));
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
    // A proxy may answer 5xx although the API server has written the status. The client then tries
    // again, and its second request conflicts with the first.
    if (failure.getCode() / 100 == CLIENT_ERROR && failure.getCode() != CONFLICT) {
      cache.answered(resource);
    }
    if (failure.getCode() == NOT_FOUND) {
      writes.ended(KubernetesWrites.STATUS, KubernetesWrites.REFUSED);
      log.debug(
          "{} was deleted; the operator does not write its status",
          resource.getMetadata().getName());
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
   * Replaces the status of exactly this version of a resource.
   *
   * @return the resource as the API server returned it
   * @throws KubernetesClientException if the write fails; code 409 if the resource has changed
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
