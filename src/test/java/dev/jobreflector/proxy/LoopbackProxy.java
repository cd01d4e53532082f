package dev.jobreflector.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy on loopback. It remembers what it is asked for, and refuses it all or leads each
 * tunnel to one server, whatever its name.
 */
public final class LoopbackProxy implements AutoCloseable {

  private final ServerSocket socket;
  private final String answer;
  private final @Nullable InetSocketAddress target;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "loopback-proxy");
            thread.setDaemon(true);
            return thread;
          });

  private LoopbackProxy(String answer, @Nullable InetSocketAddress target) {
    this.answer = answer;
    this.target = target;
    try {
      this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** One that refuses everything with this status, such as {@code 502 Bad Gateway}. */
  public static LoopbackProxy refusing(String status) {
    return new LoopbackProxy(
        "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", null);
  }

  /** One that leads every tunnel to this server. */
  public static LoopbackProxy leadingTo(InetSocketAddress server) {
    return new LoopbackProxy("HTTP/1.1 200 Connection established\r\n\r\n", server);
  }

  /** Its host and port. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** The first lines of the requests that came. */
  public List<String> asked() {
    return asked;
  }

  /** The values of Proxy-Authorization that came. */
  public List<String> logins() {
    return logins;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
    threads.shutdownNow();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      asked.add(head.lines().findFirst().orElse(""));
      head.lines()
          .filter(line -> line.startsWith("Proxy-Authorization: "))
          .forEach(line -> logins.add(line.substring("Proxy-Authorization: ".length())));
      client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      if (target == null) {
        client.shutdownOutput();
        client.getInputStream().readAllBytes();
        return;
      }
      try (Socket server = new Socket(target.getAddress(), target.getPort())) {
        open.add(server);
        threads.execute(() -> copy(server, client));
        copy(client, server);
      }
    } catch (IOException e) {
      // One of the two has gone.
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of the two has gone.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
