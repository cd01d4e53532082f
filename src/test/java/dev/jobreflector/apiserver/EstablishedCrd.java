package dev.jobreflector.apiserver;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits until an API server serves a CustomResourceDefinition. */
public final class EstablishedCrd {

  private EstablishedCrd() {}

  /**
   * Returns once the definition is established, at most 30 s from now.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientTimeoutException if it is not by then
   */
  public static void await(KubernetesClient client, String name) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(name)
        .waitUntilCondition(
            found -> found != null && isEstablished(found.getStatus()), 30, TimeUnit.SECONDS);
  }

  /** A new definition's status has its stored versions before it has conditions. */
  private static boolean isEstablished(@Nullable CustomResourceDefinitionStatus status) {
    return status != null
        && status.getConditions() != null
        && status.getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }
}
