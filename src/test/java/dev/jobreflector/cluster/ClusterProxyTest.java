package dev.jobreflector.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobreflector.proxy.LoopbackProxy;
import dev.jobreflector.proxy.Proxies;
import dev.jobreflector.proxy.ProxyServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to the API server as HTTPS_PROXY, HTTP_PROXY and NO_PROXY say, through real proxies. */
class ClusterProxyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                               | https://api.example:6443 | true
          "*"                              | https://api.example:6443 | false
          "*.example"                      | https://api.example:6443 | false
          ".example"                       | https://api.example:6443 | false
          " a.test , api.example "         | https://api.example:6443 | false
          "a.test api.example"             | https://api.example:6443 | false
          "API.Example:6443"               | https://api.example:6443 | false
          "api.example:443"                | https://api.example:6443 | true
          "le"                             | https://api.example:6443 | true
          "my_api.ns_1"                    | https://my_api.ns_1:6443 | false
          "my_api.ns_1"                    | https://api.example:6443 | true
          "[fd00::1],[::1]:443,(,?,+,a b,," | https://api.example:6443 | true
          "[2001:db8::1]"                  | https://[2001:db8::1]    | false
          "[2001:db8::1]:443"              | https://[2001:db8::1]    | false
          "2001:db8::/32"                  | https://[2001:db8::1]    | false
          "192.0.2.0/24"                   | https://192.0.2.1        | false
          "192.0.2.0/24"                   | https://api.example:6443 | true
          """)
  void no_proxy_is_read_as_by_curl_and_go(String noProxy, String apiServer, boolean proxied)
      throws Exception {
    try (LoopbackProxy proxy = LoopbackProxy.refusing("502 Bad Gateway")) {
      Proxies proxies =
          Proxies.of(Map.of("HTTPS_PROXY", "http://" + proxy.address(), "NO_PROXY", noProxy));
      Config config = config(apiServer);

      assertThat(ClusterConfig.proxy(config, proxies) != null).isEqualTo(proxied);
      if (proxied) {
        assertThat(problem(config, proxies)).contains("502");
        assertThat(proxy.asked())
            .first()
            .isEqualTo("CONNECT " + apiServer.replace("https://", "") + " HTTP/1.1");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "502 Bad Gateway, 'Unexpected response code for CONNECT: 502'",
    "403 Forbidden, 'Unexpected response code for CONNECT: 403'",
    "407 Proxy Authentication Required, 'Failed to authenticate with proxy'",
  })
  void a_proxy_that_refuses_is_named_with_its_variable(String status, String told)
      throws Exception {
    try (LoopbackProxy proxy = LoopbackProxy.refusing(status)) {
      assertThat(
              problem(
                  config("https://api.example:6443"),
                  Proxies.of(Map.of("https_proxy", "http://any:secret@" + proxy.address()))))
          .isEqualTo(
              "The API server at https://api.example:6443/, through the proxy http://%s"
                      .formatted(proxy.address())
                  + " (https_proxy), cannot be used: IOException: "
                  + told);
      // "any:secret" in Base64.
      if (status.startsWith("407")) {
        assertThat(proxy.logins()).contains("Basic YW55OnNlY3JldA==");
      }
    }
  }

  @Test
  void a_proxy_that_is_not_there_is_named_with_its_variable() throws Exception {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    assertThat(
            problem(
                config("https://api.example:6443"),
                Proxies.of(Map.of("HTTPS_PROXY", "127.0.0.1:" + unused))))
        .contains("through the proxy http://127.0.0.1:" + unused + " (HTTPS_PROXY)")
        .endsWith("cannot be used: cannot connect (ConnectException)");
  }

  @Test
  void a_proxy_whose_name_is_unknown_is_named_with_its_variable() throws Exception {
    assertThat(
            problem(
                config("https://api.example:6443"),
                Proxies.of(Map.of("HTTPS_PROXY", "proxy.invalid:3128"))))
        .contains("through the proxy http://proxy.invalid:3128 (HTTPS_PROXY), cannot be used")
        .contains("UnknownHostException: proxy.invalid")
        .doesNotContain("certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://", "ftp://proxy:21", "proxy:port"})
  void what_is_no_proxys_address_is_a_bad_setting(String address) {
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", address));

    assertThatThrownBy(() -> ClusterConfig.proxy(config("https://api.example:6443"), proxies))
        .isInstanceOf(ClusterConfigException.class)
        .hasMessageStartingWith("HTTPS_PROXY: '" + address + "' is not a proxy address such as");
  }

  @Test
  void the_proxy_of_the_kubeconfigs_cluster_counts_more_than_variables(@TempDir Path folder)
      throws Exception {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: test
            clusters:
            - {name: other, cluster: {server: "https://other", proxy-url: "http://other:1"}}
            - {name: test, cluster: {server: "https://api.example", proxy-url: "http://own:1"}}
            users: [{name: test, user: {}}]
            contexts: [{name: test, context: {cluster: test, user: test}}]
            """);
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "http://a:1", "NO_PROXY", "*"));

    assertThat(ClusterConfig.proxy(Config.fromKubeconfig(kubeconfig.toFile()), proxies))
        .hasToString("http://own:1 (proxy-url in the kubeconfig)");
  }

  @Test
  void a_certificate_that_is_none_is_no_proxys_fault() {
    Config config =
        new ConfigBuilder(config("https://api.example"))
            .withCaCertFile("/nonexistent/ca.crt")
            .build();

    assertThatThrownBy(() -> ClusterConfig.client(config, null, "test"))
        .isInstanceOf(ClusterConfigException.class)
        .hasMessageStartingWith("the certificates for https://api.example/ cannot be used: ");
  }

  private static String problem(Config config, Proxies proxies)
      throws ClusterConfigException, IOException {
    ProxyServer proxy = ClusterConfig.proxy(config, proxies);
    try (KubernetesClient client = ClusterConfig.client(config, proxy, "test")) {
      return new ClusterCheck(client, String.valueOf(proxy))
          .problem(List.of(), null)
          .orElseThrow()
          .message();
    }
  }

  private static Config config(String apiServer) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(apiServer)
        .withHttp2Disable(true)
        .withRequestRetryBackoffLimit(0)
        .build();
  }
}
