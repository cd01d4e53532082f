package dev.jobreflector.sagemaker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers every request on loopback in one way, and remembers the requests. */
final class CannedServer implements AutoCloseable {
  static final String JSON = "application/x-amz-json-1.1";
  static final String HTML = "text/html";

  /** What DescribeOptimizationJob cannot lack; to be closed by more members and a brace. */
  static final String REQUIRED_MEMBERS =
      """
      {"OptimizationJobArn":"arn:aws:sagemaker:eu-west-1:123456789012:optimization-job/llama",
       "OptimizationJobName":"llama","OptimizationJobStatus":"INPROGRESS",
       "CreationTime":1700000000.5""";

  static final String MINIMAL_JOB = REQUIRED_MEMBERS + "}";

  /** One request as it came. */
  record Request(Headers headers, String body, InetSocketAddress client) {}

  /** One request that waits for its answer. */
  record Call(HttpExchange exchange, Request request, CountDownLatch serverClosing) {

    void reply(int status, String contentType, String body) throws IOException {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", contentType);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }

    /** Closes the connection without an answer. */
    void hangUp() {
      exchange.close();
    }

    /** Announces more than it sends. */
    void cutShort() throws IOException {
      exchange.getResponseHeaders().set("Content-Type", JSON);
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write(REQUIRED_MEMBERS.getBytes(UTF_8));
      exchange.getResponseBody().flush();
    }

    /** Says nothing until the server closes. */
    void hang() throws InterruptedException {
      serverClosing.await();
      exchange.close();
    }

    /** Sends a byte now and then until the server closes: never silent, never done. */
    void trickle() throws IOException, InterruptedException {
      exchange.getResponseHeaders().set("Content-Type", JSON);
      exchange.sendResponseHeaders(200, 0);
      while (!serverClosing.await(50, MILLISECONDS)) {
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
      }
    }

    /** Sends bytes as fast as they are taken, until they are not. */
    void flood() throws IOException {
      byte[] spaces = " ".repeat(1 << 16).getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", JSON);
      exchange.sendResponseHeaders(200, 0);
      while (serverClosing.getCount() > 0) {
        exchange.getResponseBody().write(spaces);
      }
    }
  }

  /** How to answer one request; its connection is let go afterwards. */
  interface Answer {
    void to(Call call) throws IOException, InterruptedException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Answer answer = Call::hangUp;

  CannedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Request> requests() {
    return requests;
  }

  CannedServer answers(Answer how) {
    answer = how;
    return this;
  }

  CannedServer answers(int status, String contentType, String body) {
    return answers(call -> call.reply(status, contentType, body));
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Request request =
          new Request(exchange.getRequestHeaders(), body, exchange.getRemoteAddress());
      requests.add(request);
      answer.to(new Call(exchange, request, closing));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
