package dev.jobreflector.apiserver;

import dev.jobreflector.cluster.ClusterConfig;
import io.fabric8.kubeapitest.cert.CertManager;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A kube-apiserver with its etcd on free loopback ports, with RBAC on and service-account tokens.
 *
 * <p>No controller runs beside it: nothing deletes a namespace's contents, collects owned objects,
 * makes default ServiceAccounts or runs Pods. Its processes end with {@link #close()}, and with
 * this JVM at the latest. Their logs are {@code target/apiserver/NAME.*.log}.
 */
public final class RealApiServer implements AutoCloseable {

  private static final Path TARGET = Path.of("target", "apiserver").toAbsolutePath();
  private static final Path CRDS = Path.of("crds");

  private final ApiServerBinaries binaries;
  private final Settings settings;
  private final Path workFolder;
  private final CertManager certificates;
  private final int etcdPort;
  private final int port;
  private final Path kubeconfig;
  private final SupervisedProcess etcd;
  private final KubernetesClient client;
  private final KubernetesClient operatorsClient;
  private SupervisedProcess apiServer;

  /**
   * What can differ between two servers.
   *
   * @param name part of the log files' names; no two servers at one time have the same
   * @param apiServerFlags added to kube-apiserver's, such as {@code --event-ttl=5m}
   * @param etcdFlags added to etcd's, such as {@code --quota-backend-bytes=8589934592}
   */
  public record Settings(String name, List<String> apiServerFlags, List<String> etcdFlags) {

    /** No additional flags. */
    public static Settings named(String name) {
      return new Settings(name, List.of(), List.of());
    }

    /** These settings with other additional flags for kube-apiserver. */
    public Settings withApiServerFlags(String... flags) {
      return new Settings(name, List.of(flags), etcdFlags);
    }

    /** These settings with other additional flags for etcd. */
    public Settings withEtcdFlags(String... flags) {
      return new Settings(name, apiServerFlags, List.of(flags));
    }
  }

  private RealApiServer(ApiServerBinaries binaries, Settings settings) {
    this.binaries = binaries;
    this.settings = settings;
    try {
      Files.createDirectories(TARGET);
      workFolder = Files.createTempDirectory(TARGET, settings.name() + "-");
      Files.deleteIfExists(log("etcd"));
      Files.deleteIfExists(log("kube-apiserver"));
      certificates = new CertManager(workFolder.toString());
      certificates.createCertificatesIfNeeded();
      etcdPort = FreePort.next();
      port = FreePort.next();
      kubeconfig =
          Kubeconfigs.forCertificate(workFolder.resolve("admin.kubeconfig"), url(), certificates);
      client = newClient(kubeconfig);
      operatorsClient = newOperatorsClient(kubeconfig);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    etcd = startEtcd();
    apiServer = startKubeApiServer();
  }

  /**
   * Starts a server that nobody else uses, and waits until it is ready: a few seconds.
   *
   * @throws IllegalStateException where it does not become ready; the message has its last log
   *     lines
   */
  public static RealApiServer start(ApiServerBinaries binaries, Settings settings) {
    RealApiServer server = new RealApiServer(binaries, settings);
    try {
      server.awaitReady();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The server's version as it says itself, such as {@code v1.36.3}. */
  public String version() {
    return client.getKubernetesVersion().getGitVersion();
  }

  /** Where it listens: the same after {@link #restart()}. */
  public String url() {
    return "https://127.0.0.1:" + port;
  }

  /** Where its etcd listens, without TLS: on this machine alone. */
  public URI etcdEndpoint() {
    return URI.create("http://127.0.0.1:" + etcdPort);
  }

  /** A client with all rights, closed with this server. */
  public KubernetesClient client() {
    return client;
  }

  /**
   * A client with all rights that writes as the operator does: the API server takes the field
   * manager from the user agent. Closed with this server.
   */
  public KubernetesClient operatorsClient() {
    return operatorsClient;
  }

  private static KubernetesClient newOperatorsClient(Path kubeconfigFile) {
    Config config = Kubeconfigs.read(kubeconfigFile);
    config.setUserAgent(ClusterConfig.FIELD_MANAGER + "/test");
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** A kubeconfig file with all rights. It has the certificates in it. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** A client with the rights of a kubeconfig, for the caller to close. */
  public KubernetesClient newClient(Path kubeconfigFile) {
    return new KubernetesClientBuilder().withConfig(Kubeconfigs.read(kubeconfigFile)).build();
  }

  /** Creates a namespace whose name begins with a prefix and is used by nobody else. */
  public Namespace createNamespace(String prefix) {
    return client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withGenerateName(prefix + "-")
                .endMetadata()
                .build())
        .create();
  }

  /**
   * A kubeconfig file with the rights of a ServiceAccount: at first none but those of every
   * authenticated user. The ServiceAccount is made where it is missing. Its token is one of the
   * TokenRequest API, as in a Pod, and lasts an hour.
   */
  public Path kubeconfigOf(String namespace, String serviceAccount) {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(serviceAccount)
                .endMetadata()
                .build())
        .serverSideApply();
    String token =
        client
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(serviceAccount)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(3600L)
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    return kubeconfigOfToken(token);
  }

  /** A kubeconfig file with the rights of a bearer token. */
  public Path kubeconfigOfToken(String token) {
    try {
      return Kubeconfigs.forToken(
          Files.createTempFile(workFolder, "token", ".kubeconfig"), url(), certificates, token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs kubectl with all rights. */
  public Kubectl.Result kubectl(String... args) {
    return kubectlWith(kubeconfig).run(args);
  }

  /** Starts a kubectl with all rights that goes on by itself, such as {@code get -w}. */
  public Kubectl.Running kubectlBackground(String... args) {
    return kubectlWith(kubeconfig).start(args);
  }

  /** A kubectl with the rights of a kubeconfig. */
  public Kubectl kubectlWith(Path kubeconfigFile) {
    return new Kubectl(binaries.kubectl(), kubeconfigFile, workFolder);
  }

  /**
   * Applies the project's CustomResourceDefinitions and waits until they are served. Applied twice,
   * they change nothing.
   */
  public void applyCrd() {
    try (var files = Files.newDirectoryStream(CRDS, "*.yaml")) {
      for (Path file : files) {
        try (InputStream yaml = Files.newInputStream(file)) {
          applyCrd(yaml);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies other CustomResourceDefinitions and waits until they are served. */
  public void applyCrd(InputStream yaml) {
    for (HasMetadata crd : client.load(yaml).serverSideApply()) {
      EstablishedCrd.await(client, crd.getMetadata().getName());
    }
  }

  /** Kills the API server (SIGKILL): every connection is cut. Its data stay in etcd. */
  public void stopApiServer() {
    apiServer.close();
  }

  /** Starts the API server again after {@link #stopApiServer()}: same port, same data. */
  public void startApiServer() {
    apiServer = startKubeApiServer();
    awaitReady();
  }

  /** Kills the API server and starts it again on the same port with the same data. */
  public void restart() {
    stopApiServer();
    startApiServer();
  }

  /** Kills both processes and removes their data. The logs stay. */
  @Override
  public void close() {
    client.close();
    operatorsClient.close();
    apiServer.close();
    etcd.close();
    try (var files = Files.walk(workFolder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SupervisedProcess startEtcd() {
    List<String> command =
        CommandLines.etcd(binaries, workFolder.resolve("etcd"), etcdPort, settings.etcdFlags());
    return SupervisedProcess.start(command, Map.of(), log("etcd"));
  }

  private SupervisedProcess startKubeApiServer() {
    List<String> command =
        CommandLines.kubeApiServer(
            binaries, port, etcdPort, certificates, settings.apiServerFlags());
    return SupervisedProcess.start(command, Map.of(), log("kube-apiserver"));
  }

  private void awaitReady() {
    Readiness.await(kubeconfig, etcd, apiServer);
  }

  private Path log(String program) {
    return TARGET.resolve(settings.name() + "." + program + ".log");
  }
}
