package dev.jobreflector.telemetry;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Generates the text of scrapes on its own thread. Scrapes that arrive while a text is generated
 * share the next text.
 */
final class SharedScrape implements AutoCloseable {

  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<String> metrics;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "metrics");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable CompletableFuture<HttpAnswer> next;

  SharedScrape(Supplier<String> metrics) {
    this.metrics = metrics;
  }

  /** The response, with the values that the meters have now or later. */
  synchronized CompletableFuture<HttpAnswer> answer() {
    CompletableFuture<HttpAnswer> shared = next;
    if (shared == null) {
      shared = new CompletableFuture<>();
      next = shared;
      executor.execute(this::make);
    }
    return shared;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void make() {
    CompletableFuture<HttpAnswer> made = begin();
    if (made == null) {
      return;
    }
    try {
      ByteBuffer body = HttpAnswer.utf8(metrics.get());
      made.complete(new HttpAnswer("200 OK", TYPE, body, ""));
    } catch (RuntimeException e) {
      made.completeExceptionally(e);
    }
  }

  private synchronized @Nullable CompletableFuture<HttpAnswer> begin() {
    CompletableFuture<HttpAnswer> begun = next;
    next = null;
    return begun;
  }
}
