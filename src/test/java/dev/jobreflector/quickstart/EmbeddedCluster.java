package dev.jobreflector.quickstart;

import dev.jobreflector.embedded.EmbeddedApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;

/** The API server in this JVM. */
final class EmbeddedCluster implements Cluster {

  private final EmbeddedApiServer server = EmbeddedApiServer.start();

  @Override
  public String description() {
    return "embedded (a mock of the Kubernetes API, in this process), " + server.url();
  }

  @Override
  public KubernetesClient client() {
    return server.client();
  }

  @Override
  public String namespace() {
    return "default";
  }

  @Override
  public Path kubeconfig() {
    return server.kubeconfig();
  }

  @Override
  public List<String> commands() {
    return List.of(
        "export KUBECONFIG=" + server.kubeconfig(),
        "# kubectl itself needs more than the embedded API server has (discovery, tables):",
        "# use --api-server=real for it. Client libraries work, and so does",
        "curl -s "
            + server.url()
            + "/apis/sagemaker.jobreflector.dev/v1alpha1/namespaces/default/optimizationjobs");
  }

  @Override
  public void close() {
    server.close();
  }
}
