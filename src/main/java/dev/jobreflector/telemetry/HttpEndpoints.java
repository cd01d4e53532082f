package dev.jobreflector.telemetry;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code /healthz}, {@code /readyz} and {@code /metrics}, for GET and HEAD. */
public final class HttpEndpoints implements AutoCloseable {

  private static final HttpAnswer OK = HttpAnswer.text("200 OK", "ok");
  private static final HttpAnswer NOT_READY =
      HttpAnswer.text("503 Service Unavailable", "not ready");
  private static final HttpAnswer NOT_FOUND = HttpAnswer.text("404 Not Found", "not found");
  private static final HttpAnswer NOT_ALLOWED =
      HttpAnswer.text("405 Method Not Allowed", "method not allowed", "Allow: GET, HEAD\r\n");

  private final BooleanSupplier ready;
  private final SharedScrape scrape;
  private final HttpLoop loop;

  /**
   * Starts to serve.
   *
   * @param port the port; 0 for any free one
   * @param ready whether {@code /readyz} reports ready; must not block
   * @param metrics gives the text of {@code /metrics}, in Prometheus's exposition format
   * @throws IOException if the port cannot be opened
   */
  public HttpEndpoints(int port, BooleanSupplier ready, Supplier<String> metrics)
      throws IOException {
    this(port, ready, metrics, HttpLimits.DEFAULT);
  }

  HttpEndpoints(int port, BooleanSupplier ready, Supplier<String> metrics, HttpLimits limits)
      throws IOException {
    this.ready = ready;
    this.scrape = new SharedScrape(metrics);
    this.loop = new HttpLoop(port, limits, this::answer);
  }

  /** The port of the server. */
  public int port() {
    return loop.port();
  }

  @Override
  public void close() {
    loop.close();
    scrape.close();
  }

  private CompletableFuture<HttpAnswer> answer(HttpRequest request) {
    return switch (request.path()) {
      case "/healthz", "/readyz", "/metrics" ->
          request.reads() ? found(request.path()) : CompletableFuture.completedFuture(NOT_ALLOWED);
      default -> CompletableFuture.completedFuture(NOT_FOUND);
    };
  }

  private CompletableFuture<HttpAnswer> found(String path) {
    return switch (path) {
      case "/metrics" -> scrape.answer();
      case "/readyz" -> CompletableFuture.completedFuture(ready.getAsBoolean() ? OK : NOT_READY);
      default -> CompletableFuture.completedFuture(OK);
    };
  }
}
