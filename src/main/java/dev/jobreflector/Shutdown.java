package dev.jobreflector;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * How the process ends: in good order, within a time limit whatever the cluster does, and with the
 * exit code of whoever asked first. Loads no logger before it must log: the settings for logs come
 * later.
 */
final class Shutdown {

  /** Below the five seconds that users are told of. */
  private static final Duration WITHIN = Duration.ofMillis(4500);

  private static final int ON_REQUEST = 0;
  private static final int FAILED = 1;
  private static final int UNDECIDED = -1;

  private final AtomicInteger exitCode = new AtomicInteger(UNDECIDED);

  private final AtomicReference<@Nullable Runnable> closing = new AtomicReference<>();

  /** From now on, a request to end the process ends it with the exit code for that. */
  void onRequest() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "stop"));
  }

  /** From now on, the end of the process closes the operator first. */
  void closing(Runnable close) {
    closing.set(close);
  }

  /** True once the process is about to end. */
  boolean hasBegun() {
    return exitCode.get() != UNDECIDED;
  }

  /** Ends the process in good order with this exit code, unless it is ending with another. */
  void exit(int code) {
    exitCode.compareAndSet(UNDECIDED, code);
    System.exit(code);
  }

  /** Ends the process in good order, since it cannot do its work; returns at once. */
  void failed() {
    exitCode.compareAndSet(UNDECIDED, FAILED);
    // To exit waits for the stop, which may wait for the thread that calls this.
    Thread exit = new Thread(() -> System.exit(FAILED), "exit");
    exit.setDaemon(true);
    exit.start();
  }

  /** Ends the process at once, in no order: not one more write may come from it. */
  void atOnce() {
    Runtime.getRuntime().halt(FAILED);
  }

  // Without the halt, a JVM that was asked to stop and did so well ends with 143.
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
