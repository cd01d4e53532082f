package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.ApiServerWrites;
import dev.jobreflector.measurement.CallsWithin;
import dev.jobreflector.measurement.ChangeDelays;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Percentiles;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.measurement.UsageMeter;
import dev.jobreflector.operator.OperatorProcess;
import java.time.Duration;

/** Many resources, some of whose jobs change at random times: what was measured meanwhile. */
record SteadyRun(
    Parameters parameters,
    Percentiles delays,
    int changes,
    int notShown,
    int begun,
    CallsWithin calls,
    ApiServerWrites writes,
    double residentMebibytes,
    double peakMebibytes,
    double cpuPercent) {

  /** Changes still not shown so long after the last one count with the time they have waited. */
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(2);

  /** Sets up the stage, runs an operator and measures. */
  static SteadyRun on(Stage stage, String... operatorFlags) throws InterruptedException {
    Parameters parameters = stage.parameters();
    JobLives lives = JobLives.setUp(stage);
    OperatorProcess operator = stage.startWarmOperator(operatorFlags);

    ChangeDelays delays = lives.delays();
    stage.watch().onShown(seen -> delays.shown(seen.name(), seen.jobStatus(), seen.nanos()));
    ApiServerWrites before = stage.writes();
    long begin = System.nanoTime();
    try (UsageMeter usage = new UsageMeter(operator.process().pid())) {
      lives.run(parameters.duration(), parameters.changesPerHour());
      CallsWithin calls = stage.callsSince(begin);
      double cpuPercent = usage.cpuPercent();
      stage.await("The last changes", SHOWN_WITHIN, () -> delays.waiting() == 0);
      return new SteadyRun(
          parameters,
          delays.all(),
          delays.changes(),
          delays.waiting(),
          lives.begun(),
          calls,
          stage.writes().since(before),
          usage.residentMebibytes(),
          usage.peakMebibytes(),
          cpuPercent);
    }
  }

  /** By how many calls the worst window is above the budget. */
  double excess() {
    return calls.excess(parameters.rate(), parameters.burst());
  }

  /** Events for each change seen and each job begun: one at most. */
  double eventsForEachChange() {
    return (double) writes.events() / Math.max(1, changes + begun);
  }

  /** Status writes for each change and each job begun: one at most. */
  double statusWritesForEachChange() {
    return (double) writes.statuses() / Math.max(1, changes + begun);
  }

  /** Shows all of it that no goal is set for. */
  void show(Findings findings) {
    findings
        .show("delay p95", delays.at(0.95), Unit.SECONDS)
        .show("longest delay", delays.max(), Unit.SECONDS)
        .show("changes", changes, Unit.NUMBER)
        .show("calls", calls.perSecond(), Unit.PER_SECOND)
        .show("highest RSS, start included", peakMebibytes, Unit.MEBIBYTES)
        .show("CPU of a core", cpuPercent, Unit.PERCENT);
  }
}
