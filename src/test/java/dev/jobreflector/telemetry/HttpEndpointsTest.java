package dev.jobreflector.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What probes and Prometheus get. */
class HttpEndpointsTest {

  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicBoolean broken = new AtomicBoolean();
  private HttpEndpoints endpoints;

  @BeforeEach
  void serve() throws IOException {
    endpoints = new HttpEndpoints(0, ready::get, this::metrics);
  }

  @AfterEach
  void close() {
    endpoints.close();
  }

  @Test
  void readiness_is_told_by_the_code() throws Exception {
    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
    ready.set(true);
    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/healthz").body()).isEqualTo("ok\n");
    assertThat(send("GET", "/metrics").body()).isEqualTo("metric 1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz", "/metrics"})
  void a_head_request_is_answered_like_a_get_without_the_body(String path) throws Exception {
    HttpResponse<String> get = send("GET", path);
    HttpResponse<String> head = send("HEAD", path);

    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    assertThat(head.body()).isEmpty();
    for (String header : List.of("Content-Type", "Content-Length")) {
      assertThat(head.headers().allValues(header)).isEqualTo(get.headers().allValues(header));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/healthz, 200",
    "/healthz?verbose, 200",
    "/healthz?, 200",
    "/metrics?name[]=up, 200",
    "http://pod:8080/healthz, 200",
    "/, 404",
    "/healthzfoo, 404",
    "/healthz/, 404",
    "/healthz/x, 404",
    "/HEALTHZ, 404",
    "//healthz, 404",
    "/./healthz, 404",
    "/%68ealthz, 404",
    "/metrics/x, 404",
    "/readyz2, 404",
    "*, 404",
    "healthz, 404",
    "http://pod:8080, 404",
  })
  void only_the_exact_path_is_served_with_or_without_a_query(String path, int code)
      throws IOException {
    assertThat(RawClient.get(endpoints.port(), path)).startsWith("HTTP/1.1 " + code + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "X-ANY"})
  void any_other_method_is_refused_with_those_that_are_served(String method) throws IOException {
    for (String path : List.of("/healthz", "/readyz", "/metrics")) {
      assertThat(RawClient.exchange(endpoints.port(), method + " " + path + " HTTP/1.1\r\n\r\n"))
          .startsWith("HTTP/1.1 405 ")
          .contains("\r\nAllow: GET, HEAD\r\n");
    }
    assertThat(RawClient.exchange(endpoints.port(), method + " /x HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.0\n\n",
        "\r\n\r\nGET /healthz HTTP/1.1\r\nHost: pod\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nConnection: keep-alive\r\n\r\nGET /readyz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nContent-Length: 1000\r\n\r\nnot all of it",
        "GET /healthz HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nnot all of it",
        "GET /healthz HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n",
      })
  void a_request_whose_head_is_whole_is_answered(String request) throws IOException {
    assertThat(RawClient.exchange(endpoints.port(), request))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nConnection: close\r\n")
        .endsWith("\r\n\r\nok\n");
  }

  @Test
  void a_request_in_many_pieces_is_answered() throws IOException {
    try (RawClient client = new RawClient(endpoints.port())) {
      for (char piece : "GET /healthz HTTP/1.1\r\nHost: pod\r\n\r\n".toCharArray()) {
        client.send(String.valueOf(piece));
      }
      assertThat(client.answer()).startsWith("HTTP/1.1 200 OK");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'any text\r\n\r\n', 400",
    "'GET /healthz\r\n\r\n', 400",
    "'GET /health z HTTP/1.1\r\n\r\n', 400",
    "'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400",
  })
  void what_is_no_request_is_refused(String sent, int code) throws IOException {
    assertThat(RawClient.exchange(endpoints.port(), sent)).startsWith("HTTP/1.1 " + code + " ");
  }

  @Test
  void a_request_that_is_too_long_is_refused() throws IOException {
    assertThat(RawClient.exchange(endpoints.port(), RawClient.endless(9000)))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void a_scrape_that_fails_is_told_by_the_code_and_the_next_may_succeed() throws Exception {
    broken.set(true);
    assertThat(send("GET", "/metrics").statusCode()).isEqualTo(500);
    broken.set(false);
    assertThat(send("GET", "/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void a_port_that_is_taken_is_told() {
    assertThatThrownBy(() -> new HttpEndpoints(endpoints.port(), ready::get, this::metrics))
        .isInstanceOf(BindException.class)
        .hasMessage("Address already in use");
  }

  private String metrics() {
    if (broken.get()) {
      throw new IllegalStateException("a meter fails");
    }
    return "metric 1\n";
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + endpoints.port() + path);
    java.net.http.HttpRequest request =
        java.net.http.HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
