package dev.jobreflector.embedded;

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
import java.util.Base64;
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
  private final String url;
  private final KubernetesClient client;
  private final Path kubeconfig;

  private EmbeddedApiServer(boolean tls) throws IOException {
    MOCK_LOG.setLevel(Level.WARNING);
    MockWebServer web = new MockWebServer();
    server =
        new KubernetesMockServer(new Context(), web, new HashMap<>(), new ApiDispatcher(), tls);
    server.init(InetAddress.getLoopbackAddress(), 0);
    // The certificate is of the name.
    url = (tls ? "https://" + web.getHostName() : "http://127.0.0.1") + ":" + server.getPort();
    client = server.createClient();
    kubeconfig = Files.createTempFile("embedded-api-server", ".kubeconfig");
    Files.writeString(kubeconfig, kubeconfigText(tls ? certificateAuthority(web) : ""));
    try (var crd = Files.newInputStream(CRD)) {
      client.resource(Serialization.unmarshal(crd, CustomResourceDefinition.class)).create();
    }
  }

  /** Starts a server of one's own, empty but for the CustomResourceDefinition. */
  public static EmbeddedApiServer start() {
    return start(false);
  }

  /** Starts one that speaks HTTPS, as clusters do; its kubeconfig has the certificate. */
  public static EmbeddedApiServer startWithTls() {
    return start(true);
  }

  private static EmbeddedApiServer start(boolean tls) {
    try {
      return new EmbeddedApiServer(tls);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client of this server, closed with it. */
  public KubernetesClient client() {
    return client;
  }

  /** Where it listens. */
  public String url() {
    return url;
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

  private static String certificateAuthority(MockWebServer web) throws IOException {
    Path certificate = Path.of(web.getSelfSignedCertificate().certificatePath());
    return "certificate-authority-data: "
        + Base64.getEncoder().encodeToString(Files.readAllBytes(certificate));
  }

  private String kubeconfigText(String certificateAuthority) {
    return """
        apiVersion: v1
        kind: Config
        current-context: embedded
        clusters:
        - name: embedded
          cluster:
            server: %s
            %s
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
        .formatted(url, certificateAuthority);
  }
}
