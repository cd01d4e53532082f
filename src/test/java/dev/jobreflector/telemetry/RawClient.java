package dev.jobreflector.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** A client that sends what it is told to, whole or not, and reads when it is told to. */
final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int SMALL_BUFFER = 4096;

  private final Socket socket = new Socket();

  RawClient(int port) throws IOException {
    this(port, false);
  }

  private RawClient(int port, boolean smallBuffer) throws IOException {
    if (smallBuffer) {
      socket.setReceiveBufferSize(SMALL_BUFFER);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** A client for which the server must keep what it does not read. */
  static RawClient withSmallBuffer(int port) throws IOException {
    return new RawClient(port, true);
  }

  /** What the server answers to this, read to its end. */
  static String exchange(int port, String sent) throws IOException {
    try (RawClient client = new RawClient(port)) {
      return client.send(sent).answer();
    }
  }

  /** The first line of what a server answers to a GET. */
  static String get(int port, String path) throws IOException {
    String answer = exchange(port, "GET " + path + " HTTP/1.1\r\nHost: pod\r\n\r\n");
    return answer.lines().findFirst().orElse("nothing");
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** All that the server sends until it ends the connection. */
  String answer() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** True where the server has ended the connection with no answer. */
  boolean isClosedWithin(Duration limit) throws IOException {
    socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
    try {
      InputStream in = socket.getInputStream();
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** True where the server takes nothing more. */
  boolean isCutOff() {
    try {
      send(" ");
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** A line that begins a request and is too long to be one. */
  static String endless(int bytes) {
    char[] letters = new char[bytes];
    Arrays.fill(letters, 'a');
    return "GET /" + new String(letters);
  }
}
