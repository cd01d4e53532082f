package dev.jobreflector.quickstart;

import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.ApiServerUnavailableException;
import dev.jobreflector.apiserver.RealApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;

/** A kube-apiserver with its etcd, from the folder of Fabric8's kube-api-test. */
final class RealCluster implements Cluster {

  private final ApiServerBinaries binaries;
  private final RealApiServer server;

  /**
   * Starts it; the programs are downloaded or built first where they are missing.
   *
   * @throws QuickstartException where they cannot be had
   */
  RealCluster() {
    try {
      binaries = ApiServerBinaries.installed(System.out);
    } catch (ApiServerUnavailableException e) {
      throw new QuickstartException(e.getMessage());
    }
    server = RealApiServer.start(binaries, RealApiServer.Settings.named("quickstart"));
    server.applyCrd();
  }

  @Override
  public String description() {
    return "kube-apiserver " + server.version() + " with etcd, " + server.url();
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
        binaries.kubectl() + " get optimizationjobs -o wide");
  }

  @Override
  public void close() {
    server.close();
  }
}
