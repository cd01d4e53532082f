package dev.jobreflector.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** Tells when a started API server can be used. */
final class Readiness {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Readiness() {}

  /**
   * Waits until the API server is ready and has made the default namespace.
   *
   * @throws IllegalStateException where it ends, or takes more than a minute
   */
  static void await(Path kubeconfig, SupervisedProcess etcd, SupervisedProcess apiServer) {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    // Retries of the client's own would hide for seconds that the server is ready, or gone.
    config.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      Awaitility.await("API server ready")
          .atMost(LIMIT)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .failFast("a process ended", () -> !(etcd.isAlive() && apiServer.isAlive()))
          .until(() -> isReady(client));
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      throw new IllegalStateException(
          "The API server did not become ready: %s%n%s%n%s"
              .formatted(e.getMessage(), etcd.tail(), apiServer.tail()),
          e);
    }
  }

  private static boolean isReady(KubernetesClient client) {
    try {
      return client.raw("/readyz") != null && client.namespaces().withName("default").get() != null;
    } catch (KubernetesClientException e) {
      return false;
    }
  }
}
