package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.measurement.UsageMeter;
import dev.jobreflector.operator.OperatorProcess;
import java.time.Duration;

/** Jobs change, begin and end by the thousands, and resources come and go with them. */
final class Churn implements Scenario {

  private static final int REQUESTS_PER_SECOND = 20;
  private static final double CHANGES_PER_HOUR = 36_000;

  /** The part of the time after which the heap is looked at first. */
  private static final double FIRST_LOOK = 1.0 / 6;

  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  @Override
  public String name() {
    return "churn";
  }

  @Override
  public String about() {
    return "jobs begin and end by the thousands, and resources come and go with them";
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(10_000, 500, Duration.ofHours(1))
        .withBudget(REQUESTS_PER_SECOND, REQUESTS_PER_SECOND)
        .withChangesPerHour(CHANGES_PER_HOUR);
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      JobLives lives = JobLives.setUp(stage);
      OperatorProcess operator = stage.startWarmOperator();
      stage
          .watch()
          .onShown(seen -> lives.delays().shown(seen.name(), seen.jobStatus(), seen.nanos()));

      Duration toFirstLook =
          Duration.ofMillis(Math.round(parameters.duration().toMillis() * FIRST_LOOK));
      double cpu;
      double first;
      double last;
      try (UsageMeter usage = new UsageMeter(operator.process().pid())) {
        lives.run(toFirstLook, parameters.changesPerHour());
        first = liveMebibytes(operator);
        lives.run(parameters.duration().minus(toFirstLook), parameters.changesPerHour());
        last = liveMebibytes(operator);
        cpu = usage.cpuPercent();
        findings
            .atMost("live heap at the end, of that at a sixth", last / first, Unit.TIMES, 1.05)
            .show("live heap at a sixth", first, Unit.MEBIBYTES)
            .show("live heap at the end", last, Unit.MEBIBYTES)
            .show("RSS", usage.residentMebibytes(), Unit.MEBIBYTES);
      }
      findings
          .show("CPU of a core", cpu, Unit.PERCENT)
          .show("changes", lives.delays().changes(), Unit.NUMBER)
          .show("jobs begun, with a resource each", lives.begun(), Unit.NUMBER);
    }
  }

  private static double liveMebibytes(OperatorProcess operator) {
    return operator.classHistogram().bytes() / BYTES_PER_MEBIBYTE;
  }
}
