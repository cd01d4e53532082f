package dev.jobreflector.quickstart;

import dev.jobreflector.apiserver.EstablishedCrd;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cluster of the current kubeconfig: the examples get a namespace of their own there. */
final class CurrentCluster implements Cluster {

  private static final String NAMESPACE = "job-reflector-quickstart";

  private final KubernetesClient client = new KubernetesClientBuilder().build();

  /**
   * Makes the namespace, and the CustomResourceDefinition where it is missing.
   *
   * @throws QuickstartException where the cluster cannot be used, or has the namespace already
   */
  CurrentCluster(CustomResourceDefinition definition, Screen screen) {
    try {
      if (client.namespaces().withName(NAMESPACE).get() != null) {
        throw new QuickstartException(
            "There is a namespace %s already, from an earlier run: kubectl delete namespace %s"
                .formatted(NAMESPACE, NAMESPACE));
      }
      applyIfMissing(definition, screen);
      screen.say("The cluster gets the namespace " + NAMESPACE + ", until this ends.");
      client
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
          .create();
    } catch (KubernetesClientException e) {
      String url = client.getMasterUrl().toString();
      client.close();
      throw new QuickstartException("The cluster at " + url + ": " + message(e));
    }
  }

  @Override
  public String description() {
    return "the current kubeconfig's, " + client.getMasterUrl();
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public @Nullable Path kubeconfig() {
    return null;
  }

  @Override
  public List<String> commands() {
    return List.of("kubectl get optimizationjobs -n " + NAMESPACE + " -o wide");
  }

  /** Removes the namespace; the definition stays, others may use it by now. */
  @Override
  public void close() {
    client.namespaces().withName(NAMESPACE).delete();
    client.close();
  }

  private void applyIfMissing(CustomResourceDefinition definition, Screen screen) {
    String name = definition.getMetadata().getName();
    if (client.apiextensions().v1().customResourceDefinitions().withName(name).get() != null) {
      return;
    }
    screen.say("The cluster has no CustomResourceDefinition " + name + ": it gets it, to keep.");
    client.resource(definition).create();
    EstablishedCrd.await(client, name);
  }

  private static String message(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
