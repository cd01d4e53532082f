package dev.jobreflector.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Fabric8's mock of the Kubernetes API on a free loopback port, with the project's
 * CustomResourceDefinition and what the operator needs and the mock lacks.
 *
 * <p>It keeps, serves and watches resources, and no more: it validates nothing, knows no rights,
 * and has neither discovery nor tables, so kubectl does not work with it.
 */
public final class EmbeddedApiServer implements AutoCloseable {

  private static final Path CRD =
      Path.of("crds", "optimizationjobs.sagemaker.jobreflector.dev.yaml");

  // It logs each request as INFO. Held here, or the setting goes with the garbage.
  private static final Logger MOCK_LOG = Logger.getLogger(MockWebServer.class.getName());

  private final KubernetesMockServer server;
  private final KubernetesClient client;
  private final Path kubeconfig;

  private EmbeddedApiServer() throws IOException {
    MOCK_LOG.setLevel(Level.WARNING);
    server =
        new KubernetesMockServer(
            new Context(new ObjectMapper()),
            new MockWebServer(),
            new HashMap<>(),
            new ApiDispatcher(),
            false);
    server.init(InetAddress.getLoopbackAddress(), 0);
    client = server.createClient();
    kubeconfig = Files.createTempFile("embedded-api-server", ".kubeconfig");
    Files.writeString(kubeconfig, kubeconfigText());
    try (var crd = Files.newInputStream(CRD)) {
      client.resource(Serialization.unmarshal(crd, CustomResourceDefinition.class)).create();
    }
  }

  /** Starts a server of one's own, empty but for the CustomResourceDefinition. */
  public static EmbeddedApiServer start() {
    try {
      return new EmbeddedApiServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client of this server, closed with it. */
  public KubernetesClient client() {
    return client;
  }

  /** A client of this server, for the caller to close. */
  public KubernetesClient newClient() {
    return server.createClient();
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** A file for the KUBECONFIG of other processes; its namespace is default. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** Stops; watches are cut. */
  @Override
  public void close() {
    client.close();
    server.destroy();
    try {
      Files.deleteIfExists(kubeconfig);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String kubeconfigText() {
    return """
        apiVersion: v1
        kind: Config
        current-context: embedded
        clusters:
        - name: embedded
          cluster:
            server: %s
        users:
        - name: anyone
          user: {}
        contexts:
        - name: embedded
          context:
            cluster: embedded
            user: anyone
            namespace: default
        """
        .formatted(url());
  }
}
