package dev.jobreflector.benchmark;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.measurement.ApiServerWrites;
import dev.jobreflector.measurement.CallsWithin;
import dev.jobreflector.measurement.Progress;
import dev.jobreflector.operator.OperatorProcess;
import dev.jobreflector.simulator.CallLog;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario runs on: a namespace of a real API server, a SageMaker of its own, and the
 * operators between them.
 */
final class Stage implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofMinutes(10);
  private static final Duration LOOK_EACH = Duration.ofMillis(100);
  private static final int LINES_SHOWN = 20;
  private static final Duration SAY_EACH = Duration.ofMinutes(1);

  private final RealApiServer server;
  private final Parameters parameters;
  private final OperatorSettings settings;
  private final Progress progress;
  private final Runnable closeServer;
  private final String namespace;
  private final SageMakerSimulator sageMaker =
      SageMakerSimulator.start(SimulatorOptions.defaults().withCalls(CallLog.keepingAll()));
  private final ReflectedStatus reflected = new ReflectedStatus(sageMaker);
  private final List<OperatorProcess> operators = new ArrayList<>();
  private @Nullable StatusWatch watch;

  /**
   * An empty stage.
   *
   * @param closeServer ends the server; does nothing where others use it, too
   */
  Stage(
      RealApiServer server,
      Parameters parameters,
      OperatorSettings settings,
      Progress progress,
      Runnable closeServer) {
    this.server = server;
    this.parameters = parameters;
    this.settings = settings;
    this.progress = progress;
    this.closeServer = closeServer;
    server.applyCrd();
    namespace = server.createNamespace("benchmark").getMetadata().getName();
  }

  Parameters parameters() {
    return parameters;
  }

  SageMakerSimulator sageMaker() {
    return sageMaker;
  }

  JobSeeds jobs() {
    return new JobSeeds(sageMaker);
  }

  ReflectedStatus reflected() {
    return reflected;
  }

  RealApiServer server() {
    return server;
  }

  /** The resources that the operator reflects. */
  Resources resources() {
    return new Resources(server, namespace, reflected, progress);
  }

  /** Resources of a namespace that no operator watches. */
  Resources unwatchedResources() {
    String other = server.createNamespace("unwatched").getMetadata().getName();
    return new Resources(server, other, reflected, progress);
  }

  /** The watch of the operator's namespace, from the first call on. */
  StatusWatch watch() {
    if (watch == null) {
      watch = resources().watch();
    }
    return watch;
  }

  /** The writes that the API server has counted until now. */
  ApiServerWrites writes() {
    return ApiServerWrites.read(server.client());
  }

  /** The calls that reached SageMaker from then until now. */
  CallsWithin callsSince(long nanos) {
    return CallsWithin.of(sageMaker.calls(), nanos, System.nanoTime());
  }

  /** What was set up is there: from now on SageMaker has its limit, and its calls count. */
  void setUpDone() {
    if (parameters.rate() > 0) {
      sageMaker.faults().throttle(parameters.rate(), parameters.burst());
    }
    sageMaker.calls().clear();
    watch();
  }

  /** Starts an operator and waits until it is ready; it ends with the stage at the latest. */
  OperatorProcess startOperator(String... flags) {
    OperatorProcess operator =
        OperatorProcess.launch(
            settings.command(
                "benchmark-" + namespace,
                server.kubeconfig(),
                namespace,
                sageMaker.endpoint(),
                parameters,
                List.of(flags)));
    operators.add(operator);
    long begin = System.nanoTime();
    operator.awaitReady(READY_WITHIN);
    progress.say("The operator is ready after %.1f s".formatted((System.nanoTime() - begin) / 1e9));
    return operator;
  }

  /** Starts an operator, and returns when it has warmed up. */
  OperatorProcess startWarmOperator(String... flags) throws InterruptedException {
    OperatorProcess operator = startOperator(flags);
    letRun("Warming up", parameters.warmUpTime());
    return operator;
  }

  void say(String text) {
    progress.say(text);
  }

  /** Lets time pass. */
  void letRun(String what, Duration time) throws InterruptedException {
    progress.say("%s for %,d s".formatted(what, time.toSeconds()));
    await(what, time, () -> false);
  }

  /**
   * Waits until it is so, or the time is over.
   *
   * @return whether it is so
   * @throws IllegalStateException where the operator or the watch has ended meanwhile
   */
  boolean await(String what, Duration limit, BooleanSupplier isSo) throws InterruptedException {
    long begin = System.nanoTime();
    long said = begin;
    while (true) {
      checkAll();
      if (isSo.getAsBoolean()) {
        return true;
      }
      long now = System.nanoTime();
      long left = begin + limit.toNanos() - now;
      if (left <= 0) {
        return false;
      }
      if (now - said > SAY_EACH.toNanos()) {
        said = now;
        progress.say("  %s, %,d s".formatted(what, (now - begin) / 1_000_000_000));
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_EACH.toNanos()));
    }
  }

  @Override
  public void close() {
    operators.forEach(OperatorProcess::close);
    if (watch != null) {
      watch.close();
    }
    reflected.close();
    sageMaker.close();
    closeServer.run();
  }

  private void checkAll() {
    if (watch != null) {
      watch.check();
    }
    for (OperatorProcess operator : operators) {
      if (!operator.process().isAlive() && operator.process().exitValue() != 0) {
        List<String> log = operator.log().lines().toList();
        throw new IllegalStateException(
            "The operator ended: "
                + String.join(
                    "\n", log.subList(Math.max(0, log.size() - LINES_SHOWN), log.size())));
      }
    }
  }
}
