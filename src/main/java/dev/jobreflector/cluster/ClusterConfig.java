package dev.jobreflector.cluster;

import dev.jobreflector.failure.Causes;
import dev.jobreflector.proxy.InvalidProxyException;
import dev.jobreflector.proxy.Proxies;
import dev.jobreflector.proxy.ProxyServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the API server and creates clients for it. The configuration comes from KUBECONFIG, from
 * the user's own kubeconfig, or from inside the cluster.
 */
public final class ClusterConfig {

  /** The field manager of status. The API server derives it from the user agent. */
  public static final String FIELD_MANAGER = "job-reflector";

  private static final String KUBECONFIG = "KUBECONFIG";
  private static final String IN_CLUSTER = "KUBERNETES_SERVICE_HOST";

  private ClusterConfig() {}

  /**
   * Finds the configuration of the cluster.
   *
   * @throws ClusterConfigException if a kubeconfig is missing or not valid, or if there is no
   *     configuration at all; else the client would use kubernetes.default.svc
   */
  public static Config find(Map<String, String> environment) throws ClusterConfigException {
    String given = environment.getOrDefault(KUBECONFIG, "");
    if (!given.isEmpty() && files(given).noneMatch(File::isFile)) {
      throw new ClusterConfigException(KUBECONFIG + ": file " + given + " does not exist");
    }
    Config config = read(given);
    if (config.getCurrentContext() == null || config.getFileWithCluster() == null) {
      if (!given.isEmpty()) {
        throw new ClusterConfigException(
            KUBECONFIG + ": " + given + " has no current context with a cluster");
      }
      if (!environment.containsKey(IN_CLUSTER)) {
        throw new ClusterConfigException("no cluster: set " + KUBECONFIG + ", or run in a Pod");
      }
    }
    useTokenFile(config);
    return config;
  }

  /**
   * The proxy to the API server; null for a direct connection.
   *
   * @throws ClusterConfigException if the proxy setting is not a proxy address
   */
  public static @Nullable ProxyServer proxy(Config config, Proxies proxies)
      throws ClusterConfigException {
    try {
      Optional<String> ofCluster = new KubeconfigEntries(config).proxyUrl();
      if (ofCluster.isPresent()) {
        return ProxyServer.parse(ofCluster.get(), "proxy-url in the kubeconfig");
      }
      URL server = new URL(config.getMasterUrl());
      return proxies.to(server.getProtocol(), server.getHost(), server.getPort());
    } catch (InvalidProxyException e) {
      throw new ClusterConfigException(Causes.rootMessage(e));
    } catch (MalformedURLException e) {
      return null;
    }
  }

  /**
   * Creates a client. The caller closes it. The client packs the resources that it reads, for the
   * cache.
   *
   * @param proxy the proxy to the API server; null for a direct connection
   * @param version the version of this operator, for the user agent
   * @throws ClusterConfigException if the client cannot be created, such as with a missing or wrong
   *     certificate
   */
  public static KubernetesClient client(Config config, @Nullable ProxyServer proxy, String version)
      throws ClusterConfigException {
    // The client would interpret NO_PROXY in its own way.
    config.setHttpProxy(null);
    config.setHttpsProxy(null);
    config.setUserAgent(FIELD_MANAGER + "/" + version);
    if (isByCertificateAlone(config)) {
      config.setOauthTokenProvider(() -> null);
    }
    try {
      return new KubernetesClientBuilder()
          .withConfig(config)
          .withHttpClientFactory(new ApiServerHttp(proxy))
          .withTaskExecutorSupplier(new WatchThread())
          .withKubernetesSerialization(ResourceCache.serialization())
          .build();
    } catch (KubernetesClientException e) {
      String what = isOfCertificates(config) ? "the certificates" : "the settings";
      throw new ClusterConfigException(
          what + " for " + config.getMasterUrl() + " cannot be used: " + Causes.rootMessage(e));
    }
  }

  // The client throws the same exception for every cause, so this checks the certificates again.
  private static boolean isOfCertificates(Config config) {
    try {
      var unused = SSLUtils.sslContext(config);
      return false;
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      return true;
    }
  }

  private static void useTokenFile(Config config) throws ClusterConfigException {
    Optional<Path> file = new KubeconfigEntries(config).tokenFile();
    if (file.isEmpty()) {
      return;
    }
    try {
      config.setOauthTokenProvider(new TokenFile(file.get(), config.getAutoOAuthToken()));
    } catch (IOException e) {
      throw new ClusterConfigException(
          "the kubeconfig's tokenFile " + file.get() + " cannot be used: " + Causes.rootMessage(e));
    }
  }

  // Without any token, the client would read the kubeconfig again at each request after the first
  // minute. That costs more than the rest of the request.
  private static boolean isByCertificateAlone(Config config) {
    boolean certificate = config.getClientCertData() != null || config.getClientCertFile() != null;
    return certificate
        && config.getOauthToken() == null
        && config.getAutoOAuthToken() == null
        && config.getOauthTokenProvider() == null
        && config.getAuthProvider() == null;
  }

  // The client does not wrap the exceptions of its parser.
  private static Config read(String given) throws ClusterConfigException {
    try {
      return Config.autoConfigure(null);
    } catch (RuntimeException e) {
      throw new ClusterConfigException(
          (given.isEmpty() ? "~/.kube/config" : KUBECONFIG + ": " + given)
              + " is not a kubeconfig: "
              + Causes.rootMessage(e));
    }
  }

  private static Stream<File> files(String paths) {
    return Pattern.compile(Pattern.quote(File.pathSeparator)).splitAsStream(paths).map(File::new);
  }
}
