package dev.jobreflector.observability;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jobreflector.apiserver.FreePort;
import dev.jobreflector.apiserver.SupervisedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * A Prometheus that scrapes one target each second. Its log is target/prometheus/prometheus.log.
 */
final class PrometheusServer implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Path FOLDER = Path.of("target", "prometheus").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  // As a PodMonitor labels what it scrapes.
  private static final String CONFIGURATION =
      """
      global: {scrape_interval: 1s, evaluation_interval: 1s}
      rule_files: ['%s']
      scrape_configs:
      - job_name: job-reflector/job-reflector
        static_configs:
        - targets: ['%s']
          labels: {namespace: job-reflector, pod: job-reflector-0}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final SupervisedProcess process;
  private final String address;

  private PrometheusServer(SupervisedProcess process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts, and waits until it is ready.
   *
   * @param target host and port of what to scrape
   * @param rules the rule file to evaluate
   */
  static PrometheusServer start(PrometheusTools tools, String target, Path rules) {
    try {
      Files.createDirectories(FOLDER);
      Path data = Files.createTempDirectory(FOLDER, "data-");
      Path configuration =
          Files.writeString(
              data.resolve("prometheus.yaml"),
              CONFIGURATION.formatted(rules.toAbsolutePath(), target));
      Path log = FOLDER.resolve("prometheus.log");
      Files.deleteIfExists(log);
      String address = "127.0.0.1:" + FreePort.next();
      List<String> command =
          List.of(
              tools.prometheus().toString(),
              "--config.file=" + configuration,
              "--storage.tsdb.path=" + data,
              "--web.listen-address=" + address);
      PrometheusServer server =
          new PrometheusServer(SupervisedProcess.start(command, Map.of(), log), address);
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The samples that an instant query answers with, now. */
  List<JsonNode> query(String expression) {
    return AlertRule.elements(get("/api/v1/query?query=" + encoded(expression)).path("result"))
        .toList();
  }

  /** The values that a label has in the series of a selector. */
  List<String> labelValues(String selector, String label) {
    return AlertRule.elements(
            get("/api/v1/label/" + label + "/values?match[]=" + encoded(selector)))
        .map(JsonNode::asText)
        .toList();
  }

  /** The rules, each with its state, its health and its active alerts. */
  List<JsonNode> rules() {
    return AlertRule.elements(get("/api/v1/rules").path("groups"))
        .flatMap(group -> AlertRule.elements(group.path("rules")))
        .toList();
  }

  @Override
  public void close() {
    process.close();
  }

  private void awaitReady() {
    try {
      await("Prometheus is ready")
          .atMost(READY_WITHIN)
          .ignoreException(UncheckedIOException.class)
          .failFast("it ended", () -> !process.isAlive())
          .until(() -> answer("/-/ready").statusCode() == 200);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      throw new IllegalStateException("Prometheus did not become ready. " + process.tail(), e);
    }
  }

  private JsonNode get(String path) {
    try {
      HttpResponse<String> answer = answer(path);
      JsonNode body = JSON.readTree(answer.body());
      if (!body.path("status").asText().equals("success")) {
        throw new IllegalStateException(path + ": " + answer.body());
      }
      return body.path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> answer(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://" + address + path)).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
