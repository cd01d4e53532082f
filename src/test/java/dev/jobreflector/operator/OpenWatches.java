package dev.jobreflector.operator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The watches that pass through a proxy just now. Thread-safe. */
final class OpenWatches {

  private static final int BUFFER = 8192;

  private final Set<OpenWatch> open = ConcurrentHashMap.newKeySet();
  private boolean held;

  private static final class OpenWatch {
    private final InputStream from;
    private volatile boolean cut;
    private volatile String last = "";

    private OpenWatch(InputStream from) {
      this.from = from;
    }
  }

  /**
   * Passes a watch on as it comes, until it ends.
   *
   * @throws IOException where it was cut: the connection is to be cut, too
   */
  void pass(InputStream from, OutputStream to) throws IOException, InterruptedException {
    OpenWatch watch = new OpenWatch(from);
    open.add(watch);
    try {
      to.flush();
      byte[] buffer = new byte[BUFFER];
      for (int n = read(watch, buffer); n >= 0; n = read(watch, buffer)) {
        awaitReleased();
        to.write(buffer, 0, n);
        to.flush();
      }
      if (watch.cut) {
        to.write(watch.last.getBytes(StandardCharsets.UTF_8));
        to.flush();
        throw new IOException("cut, as it was asked for");
      }
    } finally {
      open.remove(watch);
    }
  }

  /** Cuts all of them; each gets this text before. */
  void cut(String last) {
    for (OpenWatch watch : open) {
      watch.last = last;
      watch.cut = true;
      try {
        watch.from.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Passes nothing on until {@link #release()}. */
  synchronized void hold() {
    held = true;
  }

  /** Passes on again, what was held first. */
  synchronized void release() {
    held = false;
    notifyAll();
  }

  private synchronized void awaitReleased() throws InterruptedException {
    while (held) {
      wait();
    }
  }

  private static int read(OpenWatch watch, byte[] buffer) throws IOException {
    try {
      return watch.cut ? -1 : watch.from.read(buffer);
    } catch (IOException e) {
      if (watch.cut) {
        return -1;
      }
      throw e;
    }
  }
}
