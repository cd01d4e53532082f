package dev.jobreflector.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What probes and Prometheus get. */
class HttpEndpointsTest {

  // Where the JDK's server complains, on standard error.
  private static final Logger SERVER_LOG = Logger.getLogger("com.sun.net.httpserver");

  private final AtomicBoolean ready = new AtomicBoolean();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final Handler complaint = new Complaint();
  private HttpEndpoints endpoints;

  @BeforeEach
  void serve() throws IOException {
    SERVER_LOG.addHandler(complaint);
    endpoints = new HttpEndpoints(0, ready::get, () -> "metric 1\n");
  }

  @AfterEach
  void close() {
    endpoints.close();
    SERVER_LOG.removeHandler(complaint);
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
  void a_head_request_is_answered_like_a_get_without_the_body_and_quietly(String path)
      throws Exception {
    HttpResponse<String> get = send("GET", path);
    HttpResponse<String> head = send("HEAD", path);

    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    assertThat(head.body()).isEmpty();
    for (String header : List.of("Content-Type", "Content-Length")) {
      assertThat(head.headers().allValues(header)).isEqualTo(get.headers().allValues(header));
    }
    assertThat(complaints).isEmpty();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + endpoints.port() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private final class Complaint extends Handler {

    @Override
    public void publish(LogRecord complained) {
      complaints.add(complained.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
