package dev.jobreflector.apiserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Picks loopback ports that a stopped server finds free again. */
public final class FreePort {

  // Below every system's range for outgoing connections. A client that keeps trying to reach a
  // stopped server on a port of that range can in the end be given the very port as its own.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 30_000;

  private FreePort() {}

  /** A port that nothing listens on now. */
  public static int next() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // In use: try another.
      }
    }
    throw new IllegalStateException(
        "No free loopback port between %d and %d".formatted(LOWEST, HIGHEST));
  }
}
