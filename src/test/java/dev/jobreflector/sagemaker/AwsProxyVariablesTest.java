package dev.jobreflector.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.Observation.Found;
import dev.jobreflector.decision.Observation.Unavailable;
import dev.jobreflector.proxy.LoopbackProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests to AWS as HTTPS_PROXY, HTTP_PROXY and NO_PROXY say, through real proxies. */
class AwsProxyVariablesTest {

  private static final URI SAGEMAKER = URI.create("https://sagemaker.eu-west-1.example");

  private final GatewayUnderTest gateways = new GatewayUnderTest();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                                  | true
          "*"                                 | false
          "*.example"                         | false
          ".example"                          | false
          "example"                           | false
          " a.test , .eu-west-1.example "     | false
          "a.test .example"                   | false
          "SageMaker.eu-west-1.Example:443"   | false
          "sagemaker.eu-west-1.example:80"    | true
          "sagemaker.*"                       | true
          "a_b.svc,[fd00::1],[::1]:443,10.0.0.0/8,(,?,+" | true
          """)
  void no_proxy_is_read_as_by_curl_and_go(String noProxy, boolean proxied) throws IOException {
    try (LoopbackProxy proxy = LoopbackProxy.refusing("503 Service Unavailable")) {
      String message =
          describe(Map.of("HTTPS_PROXY", "http://" + proxy.address(), "NO_PROXY", noProxy));

      assertThat(message).contains(proxied ? "HTTP 503" : "Cannot resolve sagemaker.eu-west-1");
      assertThat(proxy.asked()).hasSize(proxied ? 1 : 0);
    }
  }

  @Test
  void plain_http_goes_through_the_proxy_for_http_but_not_to_this_machine() throws IOException {
    try (LoopbackProxy proxy = LoopbackProxy.refusing("503 Service Unavailable");
        CannedServer server =
            new CannedServer().answers(200, CannedServer.JSON, CannedServer.MINIMAL_JOB)) {
      Map<String, String> environment = Map.of("HTTP_PROXY", proxy.address());

      try (SageMakerGateway gateway = gateways.behindProxy(server.endpoint(), environment)) {
        assertThat(gateway.describe("llama")).isInstanceOf(Found.class);
      }
      assertThat(proxy.asked()).isEmpty();
      try (SageMakerGateway gateway =
          gateways.behindProxy(URI.create("http://sagemaker.example"), environment)) {
        assertThat(gateway.describe("llama")).isInstanceOf(Unavailable.class);
      }
      assertThat(proxy.asked()).containsExactly("POST http://sagemaker.example/ HTTP/1.1");
    }
  }

  @Test
  void a_proxy_that_wants_a_login_gets_that_of_its_address() throws IOException {
    try (LoopbackProxy proxy =
        LoopbackProxy.refusing(
            "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"any\"")) {
      String message = describe(Map.of("https_proxy", "http://user:p%40ss@" + proxy.address()));

      // "user:p@ss" in Base64.
      assertThat(proxy.logins()).containsExactly("Basic dXNlcjpwQHNz");
      assertThat(message)
          .isEqualTo(
              "The proxy http://%s (https_proxy) refuses the operator's login (HTTP 407). Check"
                      .formatted(proxy.address())
                  + " the user and the password in https_proxy");
    }
  }

  @ParameterizedTest
  @CsvSource({"403 Forbidden", "502 Bad Gateway", "504 Gateway Timeout"})
  void a_proxy_that_refuses_is_named_with_its_variable(String status) throws IOException {
    try (LoopbackProxy proxy = LoopbackProxy.refusing(status)) {
      assertThat(describe(Map.of("HTTPS_PROXY", proxy.address())))
          .contains("HTTP " + status.substring(0, 3))
          .contains(
              "sagemaker.eu-west-1.example through the proxy http://%s (HTTPS_PROXY)"
                  .formatted(proxy.address()));
    }
  }

  @Test
  void a_proxy_that_is_not_there_is_named_with_its_variable() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    assertThat(describe(Map.of("HTTPS_PROXY", "127.0.0.1:" + unused)))
        .startsWith(
            "Cannot connect to sagemaker.eu-west-1.example through the proxy http://127.0.0.1:%d"
                    .formatted(unused)
                + " (HTTPS_PROXY): Connection refused");
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.invalid:3128, 'Cannot resolve the host of the proxy http://proxy.invalid:3128"
        + " (HTTPS_PROXY)'",
    "ftp://proxy:21, \"HTTPS_PROXY: 'ftp://proxy:21' is not a proxy address such as\"",
    "socks5://proxy:1080, 'AWS cannot be reached through a SOCKS proxy, as socks://proxy:1080"
        + " (HTTPS_PROXY) is'",
  })
  void a_proxy_that_cannot_be_used_is_named_with_its_variable(String address, String message) {
    assertThat(describe(Map.of("HTTPS_PROXY", address)))
        .contains(message.replace("\"", ""))
        .doesNotContain("certificate");
  }

  private String describe(Map<String, String> environment) {
    try (SageMakerGateway gateway = gateways.behindProxy(SAGEMAKER, environment)) {
      Unavailable first = (Unavailable) gateway.describe("llama");
      return first.message();
    }
  }
}
