package dev.jobreflector.faults;

import dev.jobreflector.measurement.Parallel;
import dev.jobreflector.measurement.ProcessUsage;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.operator.OperatorProcess;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.simulator.JobPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Somebody creates resources that are too deep, too long or too large. */
final class HostileResources implements FaultScenario {

  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final Duration NAMED_WITHIN = Duration.ofSeconds(30);

  /** To describe and write those of a megabyte takes its time. */
  private static final Duration FOLLOWED_WITHIN = Duration.ofMinutes(4);

  private static final Duration FOR_EVER = Duration.ofDays(100);
  private static final int LIMIT_MEBIBYTES = 512;
  private static final int THREADS = 4;

  /** A state of a job that is none of SageMaker's, so that it can be counted. */
  private static final String HELD = "HELD";

  /**
   * The other jobs have ended, and their resources show it: the API server needs most of a second
   * to write to a resource of 1 MB.
   */
  private static final int MOST_RUNNING = 50;

  private static final double LONG_ONES = 0.3;
  private static final double OWNED_ONES = 0.05;

  @Override
  public String name() {
    return "resources";
  }

  @Override
  public String about() {
    return "resources with deep, long or large metadata, created before the start and after it";
  }

  /** So many resources of 1 MB. */
  @Override
  public Extent extent() {
    return Extent.of(6, 1000, Duration.ZERO);
  }

  @Override
  public void run(Trials trials, Extent extent, Judge judge) throws InterruptedException {
    int longOnes = part(extent, LONG_ONES);
    for (HostileResource hostile :
        List.of(
            HostileResource.nested(),
            HostileResource.longName(),
            HostileResource.longRequest(longOnes),
            HostileResource.longAnnotation(longOnes),
            HostileResource.manyOwners(part(extent, OWNED_ONES)),
            HostileResource.large(extent.times()))) {
      try (Trial trial = trials.open(extent)) {
        new Run(trial, hostile).judge(judge);
      }
    }
  }

  private static int part(Extent extent, double part) {
    return Math.max(1, (int) (extent.times() * part));
  }

  /** One kind of resource. */
  private static final class Run {
    private final Trial trial;
    private final HostileResource hostile;

    /** One of their own: the harness itself lists and watches the other. */
    private final String namespace;

    private final RawApi api;
    private final BusyJobs jobs;
    private final List<String> names;
    private final List<String> ended;
    private final List<String> problems = new ArrayList<>();
    private double peak;
    private double slowest;

    private Run(Trial trial, HostileResource hostile) {
      this.trial = trial;
      this.hostile = hostile;
      this.namespace = trial.server().createNamespace("hostile").getMetadata().getName();
      this.api = new RawApi(trial.server(), namespace);
      this.jobs = new BusyJobs(trial);
      int running = Math.min(MOST_RUNNING, hostile.count());
      this.names = IntStream.range(0, running).mapToObj("hostile-%04d"::formatted).toList();
      this.ended =
          IntStream.range(running, hostile.count()).mapToObj("ended-%04d"::formatted).toList();
    }

    private void judge(Judge judge) throws InterruptedException {
      trial.say("%,d resources with %s".formatted(hostile.count(), hostile.what()));
      Command command =
          trial.operator(
              "resources-while-it-runs",
              "--namespaces=" + trial.scene().namespace() + "," + namespace,
              "--aws-rate=200",
              "--aws-burst=8");
      OperatorProcess operator = trial.operators().start(command);
      createAll();
      look(operator, "created while it runs");
      trial.operators().kill(operator);
      OperatorProcess another =
          trial.operators().launch(command.named("resources-before-its-start"));
      if (awaitReady(another)) {
        look(another, "there before its start");
      }
      judge
          .none(hostile.what() + ": what went wrong", problems)
          .show(hostile.what() + ": others shown within", slowest, Unit.SECONDS);
      if (peak > 0) {
        judge.atMost(hostile.what() + ": highest RSS", peak, Unit.MEBIBYTES, LIMIT_MEBIBYTES);
      }
    }

    private void createAll() throws InterruptedException {
      copy(names, HELD);
      if (!ended.isEmpty()) {
        copy(ended, "COMPLETED");
      }
    }

    /** The first one is made by the API server, and where its job has ended by the operator. */
    private void copy(List<String> copied, String state) throws InterruptedException {
      for (String name : copied) {
        trial
            .scene()
            .sageMaker()
            .jobs()
            .create(name, JobPlan.defaults().unending().lasting(FOR_EVER, FOR_EVER, FOR_EVER));
        trial.scene().sageMaker().jobs().transition(name, state);
      }
      String first = copied.get(0);
      api.create(hostile.body(first));
      if (!state.equals(HELD)) {
        Trial.await(NAMED_WITHIN, () -> api.showing(state) == 1);
      }
      StoredCopies copies = new StoredCopies(trial.server().etcdEndpoint(), namespace, first);
      Parallel.forEach(THREADS, copied.subList(1, copied.size()), copies::store);
    }

    private boolean awaitReady(OperatorProcess operator) throws InterruptedException {
      boolean ready =
          Trial.await(
              READY_WITHIN,
              () -> !operator.process().isAlive() || operator.log().contains("http port "));
      if (!ready) {
        problems.add("not ready within %s".formatted(READY_WITHIN));
      }
      return ready && isAlive(operator, "at its start");
    }

    private void look(OperatorProcess operator, String when) throws InterruptedException {
      jobs.moveAll();
      long moved = System.nanoTime();
      Trial.await(NAMED_WITHIN, () -> !operator.process().isAlive() || jobs.notShown().isEmpty());
      if (!isAlive(operator, when)) {
        return;
      }
      slowest = Math.max(slowest, (System.nanoTime() - moved) / 1e9);
      jobs.notShown().forEach(other -> problems.add(when + ": another one, " + other));
      Duration patience = names.size() > 1 ? FOLLOWED_WITHIN : NAMED_WITHIN;
      long begin = System.nanoTime();
      Trial.await(patience, () -> !operator.process().isAlive() || followed() == names.size());
      if (!isAlive(operator, when)) {
        return;
      }
      int followed = followed();
      trial.say(
          "  %s: %,d followed after %.1f s"
              .formatted(when, followed, (System.nanoTime() - begin) / 1e9));
      if (followed < names.size()) {
        String log = operator.log();
        names.stream()
            .filter(name -> !log.contains(namespace + "/" + name))
            .limit(names.size() - (long) followed)
            .forEach(name -> problems.add(when + ": " + name + " is not followed, nor named"));
      }
      peak = Math.max(peak, new ProcessUsage(operator.process().pid()).peakMebibytes());
    }

    private int followed() {
      return api.showing(HELD);
    }

    private boolean isAlive(OperatorProcess operator, String when) {
      if (operator.process().isAlive()) {
        return true;
      }
      List<String> log = operator.log().lines().toList();
      problems.add(
          "%s: it ended with %d: %s"
              .formatted(
                  when,
                  operator.process().exitValue(),
                  log.isEmpty() ? "" : log.get(log.size() - 1)));
      return false;
    }
  }
}
