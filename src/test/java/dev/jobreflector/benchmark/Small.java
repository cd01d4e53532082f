package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.ApiServerWrites;
import dev.jobreflector.measurement.CallsWithin;
import dev.jobreflector.measurement.ChangeDelays;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Parallel;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.simulator.Operation;
import java.time.Duration;
import java.util.List;

/** A few hundred running jobs that were never seen before. */
final class Small implements Scenario {

  /** 105 s for 200 jobs at two requests a second. */
  private static final double TIMES_THE_LEAST = 1.05;

  private static final int LONGEST_WAIT = 4;

  @Override
  public String name() {
    return "small";
  }

  @Override
  public String about() {
    return "resources of running jobs are created where there were none";
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(200, 200, Duration.ofSeconds(100)).withWarmUp(Duration.ofSeconds(5));
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      List<String> running = stage.jobs().running("running-", parameters.unfinished());
      stage.jobs().untracked(parameters);
      stage.setUpDone();
      stage.startWarmOperator();

      Resources resources = stage.resources();
      ChangeDelays delays = new ChangeDelays(System::nanoTime);
      stage.watch().onShown(seen -> delays.shown(seen.name(), seen.jobStatus(), seen.nanos()));
      ApiServerWrites before = stage.writes();
      double least = running.size() / parameters.rate();
      long begin = System.nanoTime();
      Parallel.forEach(
          parameters.threads(),
          running,
          name -> {
            delays.changes(name, "INPROGRESS");
            resources.create(name);
          });
      stage.await(
          "Until all are shown",
          Duration.ofSeconds(10 + Math.round(LONGEST_WAIT * least)),
          () -> stage.watch().showing(running, "INPROGRESS") == running.size());
      CallsWithin calls = stage.callsSince(begin);
      ApiServerWrites writes = stage.writes().since(before);
      findings
          .atMost("all shown after", calls.seconds(), Unit.SECONDS, TIMES_THE_LEAST * least)
          .atMost("throttled calls", calls.throttledPercent(), Unit.PERCENT, 0)
          .atMost(
              "never shown",
              running.size() - stage.watch().showing(running, "INPROGRESS"),
              Unit.NUMBER,
              0)
          .atMost("status writes", writes.statuses(), Unit.NUMBER, running.size())
          .show("delay p50", delays.all().at(0.5), Unit.SECONDS)
          .show("delay p95", delays.all().at(0.95), Unit.SECONDS)
          .show("describes", calls.count(Operation.DESCRIBE), Unit.NUMBER)
          .show("pages", calls.count(Operation.LIST), Unit.NUMBER)
          .show("Events", writes.events(), Unit.NUMBER);
    }
  }
}
