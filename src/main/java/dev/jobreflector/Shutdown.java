package dev.jobreflector;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Ends the process: closes the operator, within a time limit even if the cluster does not answer.
 * The first request sets the exit code. This class creates no logger before it must log, since the
 * log settings are parsed later.
 */
final class Shutdown {

  /** Less than the 5 s that the documentation promises. */
  private static final Duration WITHIN = Duration.ofMillis(4500);

  private static final int ON_REQUEST = 0;
  private static final int FAILED = 1;
  private static final int UNDECIDED = -1;

  private final AtomicInteger exitCode = new AtomicInteger(UNDECIDED);

  private final AtomicReference<@Nullable Runnable> closing = new AtomicReference<>();

  /** Installs the handler for a request to stop, such as SIGTERM. The exit code is then 0. */
  void onRequest() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "stop"));
  }

  /** Makes the shutdown close this operator first. */
  void closing(Runnable close) {
    closing.set(close);
  }

  /** True if the shutdown has begun. */
  boolean hasBegun() {
    return exitCode.get() != UNDECIDED;
  }

  /** Closes the operator and ends the process. Uses this exit code unless another was set first. */
  void exit(int code) {
    exitCode.compareAndSet(UNDECIDED, code);
    System.exit(code);
  }

  /**
   * Closes the operator and ends the process with exit code 1, after a failure. Returns at once.
   */
  void failed() {
    exitCode.compareAndSet(UNDECIDED, FAILED);
    // System.exit waits until the operator is closed, and closing may wait for the calling thread.
    Thread exit = new Thread(() -> System.exit(FAILED), "exit");
    exit.setDaemon(true);
    exit.start();
  }

  /**
   * Ends the process at once with exit code 1, without closing the operator: no further write is
   * allowed.
   */
  void atOnce() {
    Runtime.getRuntime().halt(FAILED);
  }

  // Without halt, a JVM that stops normally after SIGTERM exits with 143.
  private void end() {
    exitCode.compareAndSet(UNDECIDED, ON_REQUEST);
    Runnable close = closing.get();
    if (close != null) {
      runInTime(close);
    }
    Runtime.getRuntime().halt(exitCode.get());
  }

  private static void runInTime(Runnable close) {
    Thread thread = new Thread(() -> runOrLog(close), "close");
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(WITHIN.toMillis());
      if (thread.isAlive()) {
        LoggerFactory.getLogger(Shutdown.class)
            .warn("Not stopped within {} s: ending all the same", WITHIN.toMillis() / 1000.0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void runOrLog(Runnable close) {
    try {
      close.run();
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(Shutdown.class).error("The stop failed", e);
    }
  }
}
