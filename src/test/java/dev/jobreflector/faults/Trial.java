package dev.jobreflector.faults;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.measurement.Progress;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.operator.Scene;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What one scenario runs on: an API server, a namespace with a SageMaker, and operators. */
final class Trial implements AutoCloseable {

  private static final Duration LOOK_EACH = Duration.ofMillis(100);

  private final RealApiServer server;
  private final Extent extent;
  private final OperatorRun run;
  private final Progress progress;
  private final Runnable closeServer;
  private final Scene scene;
  private final OperatorLives operators = new OperatorLives();
  private final Random random;

  /**
   * An empty trial.
   *
   * @param closeServer ends the server; does nothing where others use it, too
   */
  Trial(
      RealApiServer server,
      Extent extent,
      OperatorRun run,
      Progress progress,
      Runnable closeServer) {
    this.server = server;
    this.extent = extent;
    this.run = run;
    this.progress = progress;
    this.closeServer = closeServer;
    this.scene = new Scene(server, "faults");
    this.random = new Random(extent.seed());
  }

  RealApiServer server() {
    return server;
  }

  Extent extent() {
    return extent;
  }

  /** The namespace that operators watch, and its SageMaker. */
  Scene scene() {
    return scene;
  }

  /** The operators run so far. */
  OperatorLives operators() {
    return operators;
  }

  /** All chance of this trial but that of its jobs. */
  Random random() {
    return random;
  }

  /**
   * An operator that reflects at once: it waits for no lease.
   *
   * @param flags a scenario's own; they win over those that all scenarios have
   */
  Command operator(String name, String... flags) {
    return run.over(scene.operator().named(name), flags);
  }

  void say(String text) {
    progress.say(text);
  }

  /** Lets time pass. */
  static void letPass(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  /** Waits until it is so, or the time is over; whether it is so. */
  static boolean await(Duration limit, BooleanSupplier isSo) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      letPass(LOOK_EACH);
    }
    return true;
  }

  @Override
  public void close() {
    operators.close();
    scene.close();
    closeServer.run();
  }
}
