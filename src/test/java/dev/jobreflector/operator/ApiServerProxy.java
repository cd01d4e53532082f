package dev.jobreflector.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jobreflector.apiserver.RealApiServer;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands between an operator and the API server, with all rights, and does to requests what a test
 * says. Watches pass through it as they come.
 */
public final class ApiServerProxy implements AutoCloseable {

  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection", "content-length", "host", "http2-settings", "transfer-encoding", "upgrade");

  private final URI apiServer;
  private final HttpClient client;
  private final HttpServer front;
  private final ExecutorService threads;
  private final List<Cut> cuts = new CopyOnWriteArrayList<>();
  private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final OpenWatches watches = new OpenWatches();
  private volatile Rule rule = new Rule(seen -> Treatment.forward());
  private volatile boolean silent;
  private volatile @Nullable String silentFrom;
  private volatile byte @Nullable [] answerToWatches;

  /** Stands before this server from now on. */
  public ApiServerProxy(RealApiServer server) {
    this.apiServer = URI.create(server.url());
    try {
      this.client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(SSLUtils.sslContext(server.client().getConfiguration()))
              .build();
      this.front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "api-server-proxy");
              thread.setDaemon(true);
              return thread;
            });
    front.setExecutor(threads);
    front.createContext("/", this::serve);
    front.start();
  }

  /** Where in its way a request is cut. */
  public enum Point {
    /** Before the API server has it. */
    BEFORE_IT_ARRIVES,
    /** After the API server has done it, before its answer is back. */
    BEFORE_THE_ANSWER
  }

  /**
   * How requests are treated, and the latch that ends it.
   *
   * @param treatment by the request
   */
  private record Rule(Function<Treatment.Seen, Treatment> treatment, CountDownLatch ended) {

    private Rule(Function<Treatment.Seen, Treatment> treatment) {
      this(treatment, new CountDownLatch(1));
    }
  }

  /**
   * Which requests are cut, and where.
   *
   * @param method such as POST
   * @param path what the path ends with
   * @param body all that the body contains
   * @param point where the connection is cut
   * @param times how many requests are cut
   * @param done how many were
   */
  record Cut(
      String method, String path, List<String> body, Point point, int times, AtomicInteger done) {

    /** The request that makes an Event with this reason about this resource. */
    static Cut event(String resource, String reason, Point point, int times) {
      List<String> body = List.of("\"reason\":\"" + reason + "\"", "\"name\":\"" + resource + "\"");
      return new Cut("POST", "/events", body, point, times, new AtomicInteger());
    }

    /** The request that writes the status of this resource. */
    static Cut status(String resource, Point point, int times) {
      String path = "/optimizationjobs/" + resource + "/status";
      return new Cut("PUT", path, List.of(), point, times, new AtomicInteger());
    }

    /** How many requests were cut so far. */
    int count() {
      return done.get();
    }

    private boolean takes(Point reached, HttpExchange exchange, byte[] content) {
      return reached == point
          && exchange.getRequestMethod().equals(method)
          && exchange.getRequestURI().getPath().endsWith(path)
          && body.stream().allMatch(new String(content, StandardCharsets.UTF_8)::contains)
          && done.getAndUpdate(n -> Math.min(n + 1, times)) < times;
    }
  }

  /**
   * Which writes of a status are refused, in place of the API server.
   *
   * @param path what the path ends with
   * @param body what the body contains
   * @param code the HTTP status of the refusal
   * @param done how many were refused
   */
  record Refusal(String path, String body, int code, AtomicInteger done) {

    /** Every write of this resource's status that contains this text is refused. */
    static Refusal ofStatus(String resource, String body, int code) {
      String path = "/optimizationjobs/" + resource + "/status";
      return new Refusal(path, body, code, new AtomicInteger());
    }

    /** How many writes were refused so far. */
    int count() {
      return done.get();
    }

    private boolean takes(HttpExchange exchange, byte[] content) {
      boolean taken =
          exchange.getRequestURI().getPath().endsWith(path)
              && new String(content, StandardCharsets.UTF_8).contains(body);
      done.addAndGet(taken ? 1 : 0);
      return taken;
    }

    private void answer(HttpExchange exchange) throws IOException {
      byte[] status =
          """
          {"kind":"Status","apiVersion":"v1","status":"Failure","message":"not today","code":%d}
          """
              .formatted(code)
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(code, status.length);
      exchange.getResponseBody().write(status);
    }
  }

  /** From now on refuses these writes. */
  Refusal refuse(Refusal refusal) {
    refusals.add(refusal);
    return refusal;
  }

  /** From now on lets these writes through. */
  void allow(Refusal refusal) {
    refusals.remove(refusal);
  }

  /** From now on cuts these requests. */
  Cut cut(Cut cut) {
    cuts.add(cut);
    return cut;
  }

  /** Cuts no more. */
  void mend() {
    cuts.clear();
  }

  /** From now on treats each new request so, in place of how it did before. */
  public void treat(Function<Treatment.Seen, Treatment> treatment) {
    Rule before = rule;
    rule = new Rule(treatment);
    before.ended().countDown();
  }

  /** From now on passes all on, watches held included. */
  public void forward() {
    treat(seen -> Treatment.forward());
    watches.release();
  }

  /**
   * Cuts every watch that is open.
   *
   * @param last what each gets before; may be empty
   */
  public void cutWatches(String last) {
    watches.cut(last);
  }

  /** Passes nothing on to the watches that are open, until {@link #forward()}. */
  public void holdWatches() {
    watches.hold();
  }

  /** From now on takes every request and answers none, as a server does that is paused. */
  void fallSilent() {
    silent = true;
  }

  /** Falls silent with the first request whose address has this text. */
  void fallSilentAt(String part) {
    silentFrom = part;
  }

  /** True where a request waits for an answer that never comes. */
  boolean isSilent() {
    return silent;
  }

  /** From now on answers each new watch by itself with this line, and with nothing more. */
  void answerWatches(String line) {
    answerToWatches = (line.strip() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** A kubeconfig file of the way through this proxy. */
  public Path kubeconfig() {
    try {
      Path file = Files.createTempFile(Path.of("target"), "proxy", ".kubeconfig");
      file.toFile().deleteOnExit();
      return Files.writeString(
          file,
          """
          apiVersion: v1
          kind: Config
          current-context: proxy
          clusters: [{name: proxy, cluster: {server: "http://127.0.0.1:%d"}}]
          users: [{name: nobody, user: {}}]
          contexts: [{name: proxy, context: {cluster: proxy, user: nobody}}]
          """
              .formatted(front.getAddress().getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An exchange that is not closed here loses its connection: the client sees a cut. */
  private void serve(HttpExchange exchange) throws IOException {
    try {
      if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
        // Not an upgrade: the client then watches by a plain request.
        exchange.sendResponseHeaders(200, -1);
      } else {
        answer(exchange, exchange.getRequestBody().readAllBytes());
      }
      exchange.close();
    } catch (InterruptedException closing) {
      exchange.close();
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    String from = silentFrom;
    if (from != null && exchange.getRequestURI().toString().contains(from)) {
      silent = true;
    }
    if (silent) {
      closed.await();
      return;
    }
    boolean watch = String.valueOf(exchange.getRequestURI()).contains("watch=true");
    byte[] toWatch = answerToWatches;
    if (toWatch != null && watch) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(toWatch);
      exchange.getResponseBody().flush();
      closed.await();
      return;
    }
    Rule now = rule;
    Treatment treatment =
        now.treatment()
            .apply(
                new Treatment.Seen(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath(), watch));
    if (treatment instanceof Treatment.Refuse refusal) {
      byte[] text = refusal.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(refusal.status(), text.length);
      exchange.getResponseBody().write(text);
      return;
    }
    if (treatment instanceof Treatment.Delay delay) {
      TimeUnit.NANOSECONDS.sleep(delay.time().toNanos());
    } else if (treatment instanceof Treatment.Hold) {
      now.ended().await();
      return;
    } else if (isCut(Point.BEFORE_IT_ARRIVES, exchange, body)
        || treatment.equals(new Treatment.Cut(Point.BEFORE_IT_ARRIVES))) {
      return;
    }
    for (Refusal refusal : refusals) {
      if (refusal.takes(exchange, body)) {
        refusal.answer(exchange);
        return;
      }
    }
    HttpResponse<InputStream> response =
        client.send(forwarded(exchange, body), BodyHandlers.ofInputStream());
    try (InputStream answer = response.body()) {
      if (isCut(Point.BEFORE_THE_ANSWER, exchange, body)
          || treatment.equals(new Treatment.Cut(Point.BEFORE_THE_ANSWER))) {
        return;
      }
      passHeadersOn(exchange, response);
      if (treatment instanceof Treatment.Truncate && !watch) {
        truncate(exchange, response.statusCode(), answer.readAllBytes());
      } else {
        exchange.sendResponseHeaders(response.statusCode(), 0);
        if (watch) {
          watches.pass(answer, exchange.getResponseBody());
        } else {
          answer.transferTo(exchange.getResponseBody());
        }
      }
    }
  }

  private static void truncate(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body, 0, body.length / 2);
    exchange.getResponseBody().flush();
    throw new IOException("cut, as it was asked for");
  }

  private boolean isCut(Point reached, HttpExchange exchange, byte[] body) {
    return cuts.stream().anyMatch(cut -> cut.takes(reached, exchange, body));
  }

  private HttpRequest forwarded(HttpExchange exchange, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(apiServer.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange.getRequestHeaders().entrySet().stream()
        .filter(header -> !HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .forEach(header -> header.getValue().forEach(v -> request.header(header.getKey(), v)));
    return request.build();
  }

  private static void passHeadersOn(HttpExchange exchange, HttpResponse<InputStream> response) {
    response.headers().map().entrySet().stream()
        .filter(header -> !HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .forEach(header -> exchange.getResponseHeaders().put(header.getKey(), header.getValue()));
  }

  @Override
  public void close() {
    closed.countDown();
    front.stop(0);
    threads.shutdownNow();
  }
}
