package dev.jobreflector.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.Observation.Unavailable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests go through a proxy. The variables HTTPS_PROXY and the like are read as these. */
class AwsProxyTest {

  private static final URI HTTPS = URI.create("https://sagemaker.eu-west-1.example");

  private final GatewayUnderTest gateways = new GatewayUnderTest();
  private final Map<String, @Nullable String> before = new HashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private ServerSocket proxy;

  @BeforeEach
  void startProxy() throws IOException {
    proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::refuseAll, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void stopProxy() throws IOException {
    proxy.close();
    before.forEach(AwsProxyTest::setProperty);
  }

  @Test
  void https_goes_through_the_proxy_for_https() {
    useProxyForHttps();

    assertThat(describe(HTTPS).message()).contains("HTTP 403");
    assertThat(asked).containsExactly("CONNECT sagemaker.eu-west-1.example:443 HTTP/1.1");
  }

  @Test
  void what_is_to_be_reached_without_is() {
    useProxyForHttps();
    property("http.nonProxyHosts", "*.example");

    assertThat(describe(HTTPS).message()).startsWith("Cannot resolve");
    assertThat(asked).isEmpty();
  }

  @Test
  void plain_http_does_not_go_through_the_proxy_for_https() {
    useProxyForHttps();

    try (CannedServer server = new CannedServer()) {
      describe(server.endpoint());
      assertThat(server.requests()).hasSize(1);
    }
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "::1", "no host", "%"})
  void a_proxy_that_is_none_leaves_the_operator_running(String host) {
    property("https.proxyHost", host);
    property("https.proxyPort", "1");

    assertThat(describe(HTTPS).message()).startsWith("Cannot ");
  }

  private void useProxyForHttps() {
    property("https.proxyHost", "127.0.0.1");
    property("https.proxyPort", "" + proxy.getLocalPort());
  }

  private Unavailable describe(URI endpoint) {
    try (SageMakerGateway gateway = gateways.at(endpoint)) {
      return (Unavailable) gateway.describe("llama");
    }
  }

  private void refuseAll() {
    while (!proxy.isClosed()) {
      try (Socket client = proxy.accept();
          BufferedReader request =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
        asked.add(request.readLine());
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        if (!proxy.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void property(String name, String value) {
    before.put(name, System.getProperty(name));
    setProperty(name, value);
  }

  private static void setProperty(String name, @Nullable String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }
}
