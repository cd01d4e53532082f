package dev.jobreflector.telemetry;

import dev.jobreflector.telemetry.HttpConnections.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Serves HTTP/1.1 on one thread that never blocks on a client. Slow or half-open connections do not
 * delay other requests. Each connection serves one request.
 */
final class HttpLoop implements AutoCloseable {

  private static final int BACKLOG = 1024;
  private static final int ACCEPTED_AT_ONCE = 64;
  private static final int SCRATCH_BYTES = 8 << 10;
  private static final long TICK_MILLIS = 200;
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(1);

  // The kernel would buffer megabytes for each client that does not read, in the pod's memory.
  private static final int SOCKET_BYTES = 64 << 10;

  private static final HttpAnswer BAD_REQUEST = HttpAnswer.text("400 Bad Request", "bad request");
  private static final HttpAnswer TOO_LARGE =
      HttpAnswer.text("431 Request Header Fields Too Large", "request too large");
  private static final HttpAnswer FAILED =
      HttpAnswer.text("500 Internal Server Error", "internal error");

  private final HttpLimits limits;
  private final Function<HttpRequest, CompletableFuture<HttpAnswer>> endpoints;
  private final Selector selector;
  private final ServerSocketChannel server;
  private final SelectionKey accepting;
  private final int port;
  private final Thread thread;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
  private final HttpConnections connections;
  private final Queue<Runnable> answersMade = new ConcurrentLinkedQueue<>();
  private long acceptsAgainAt;
  private volatile boolean closed;

  /** An operation on one connection. */
  private interface Step {
    void run() throws IOException;
  }

  /**
   * Starts to serve.
   *
   * @param port the port; 0 for any free one
   * @param endpoints answers requests; must not block, and may complete the answer on any thread
   * @throws IOException if the port cannot be opened
   */
  HttpLoop(
      int port, HttpLimits limits, Function<HttpRequest, CompletableFuture<HttpAnswer>> endpoints)
      throws IOException {
    this.limits = limits;
    this.endpoints = endpoints;
    this.connections = new HttpConnections(limits);
    this.server = ServerSocketChannel.open();
    try {
      server.bind(new InetSocketAddress(port), BACKLOG);
      server.configureBlocking(false);
      this.port = server.socket().getLocalPort();
      this.selector = Selector.open();
      this.accepting = server.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    this.thread = new Thread(this::run, "http");
    thread.setDaemon(true);
    thread.start();
  }

  /** The port of the server. */
  int port() {
    return port;
  }

  /** Closes the port and every connection. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(STOPS_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (server;
        selector) {
      while (!closed) {
        selector.select(TICK_MILLIS);
        for (Runnable next = answersMade.poll(); next != null; next = answersMade.poll()) {
          next.run();
        }
        selector.selectedKeys().forEach(this::serve);
        selector.selectedKeys().clear();
        long now = System.nanoTime();
        connections.expire(now);
        if (accepting.interestOps() == 0 && now - acceptsAgainAt >= 0) {
          accepting.interestOps(SelectionKey.OP_ACCEPT);
        }
      }
      connections.closeAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(SelectionKey key) {
    if (key == accepting) {
      accept();
    } else if (key.isValid()) {
      HttpConnection connection = (HttpConnection) key.attachment();
      tryTo(connection, () -> goOn(connection));
    }
  }

  private void accept() {
    try {
      for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
        SocketChannel client = server.accept();
        if (client == null) {
          return;
        }
        add(client);
      }
    } catch (IOException e) {
      // Too many open files: close a connection, and accept again after one tick.
      connections.giveUpOne();
      accepting.interestOps(0);
      acceptsAgainAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    }
  }

  private void add(SocketChannel client) throws IOException {
    try {
      client.configureBlocking(false);
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      client.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BYTES);
      SelectionKey key = client.register(selector, 0);
      HttpConnection connection = new HttpConnection(client, key, limits.headBytes());
      key.attach(connection);
      enter(connection, State.RECEIVING);
    } catch (IOException e) {
      // The client has disconnected.
      client.close();
    }
  }

  private void goOn(HttpConnection connection) throws IOException {
    State state = connections.state(connection);
    if (state == State.RECEIVING) {
      receive(connection);
    } else if (state == State.SENDING) {
      send(connection);
    } else if (state == State.FINISHING && !connection.drain(scratch)) {
      connections.close(connection);
    }
  }

  private void receive(HttpConnection connection) throws IOException {
    switch (connection.receive(scratch)) {
      case PART -> {}
      case END -> connections.close(connection);
      case TOO_MUCH -> answer(connection, TOO_LARGE);
      case HEAD -> {
        HttpRequest request = connection.takeRequest();
        if (request == null) {
          answer(connection, BAD_REQUEST);
        } else {
          ask(connection, request);
        }
      }
    }
  }

  private void ask(HttpConnection connection, HttpRequest request) throws IOException {
    CompletableFuture<HttpAnswer> answer = endpoints.apply(request).exceptionally(e -> FAILED);
    if (answer.isDone()) {
      answer(connection, answer.join());
      return;
    }
    enter(connection, State.WAITING);
    var unused =
        answer.thenAccept(
            made -> {
              answersMade.add(() -> answerIfOpen(connection, made));
              selector.wakeup();
            });
  }

  private void answerIfOpen(HttpConnection connection, HttpAnswer answer) {
    if (connections.state(connection) == State.WAITING) {
      tryTo(connection, () -> answer(connection, answer));
    }
  }

  private void answer(HttpConnection connection, HttpAnswer answer) throws IOException {
    connection.answer(answer);
    enter(connection, State.SENDING);
    send(connection);
  }

  private void send(HttpConnection connection) throws IOException {
    if (connection.send()) {
      enter(connection, State.FINISHING);
    }
  }

  private void enter(HttpConnection connection, State state) {
    connections.enter(connection, state, System.nanoTime());
  }

  // A failure on one connection closes only that connection.
  private void tryTo(HttpConnection connection, Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      connections.close(connection);
    }
  }
}
