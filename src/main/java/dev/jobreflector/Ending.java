package dev.jobreflector;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the process ends: in good order, within a time limit whatever the cluster does, and with the
 * exit code of whoever asked first.
 */
final class Ending {

  private static final Logger log = LoggerFactory.getLogger(Ending.class);

  /** Below the five seconds that users are told of. */
  private static final Duration WITHIN = Duration.ofMillis(4500);

  private static final int ON_REQUEST = 0;
  private static final int FAILED = 1;
  private static final int UNDECIDED = -1;

  private final AtomicInteger exitCode = new AtomicInteger(UNDECIDED);

  /** From now on, a request to end the process closes the operator first. */
  void closing(Reflector reflector) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(reflector), "stop"));
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
  private void close(Reflector reflector) {
    exitCode.compareAndSet(UNDECIDED, ON_REQUEST);
    Thread closing = new Thread(() -> closeOrTell(reflector), "close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(WITHIN.toMillis());
      if (closing.isAlive()) {
        log.warn("Not stopped within {} s: ending all the same", WITHIN.toMillis() / 1000.0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(exitCode.get());
  }

  private static void closeOrTell(Reflector reflector) {
    try {
      reflector.close();
    } catch (RuntimeException e) {
      log.error("The stop failed", e);
    }
  }
}
