package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.ApiServerWrites;
import dev.jobreflector.measurement.CallsWithin;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.measurement.UsageMeter;
import dev.jobreflector.operator.OperatorProcess;
import java.time.Duration;
import java.util.List;

/** Every job has ended. */
final class Quiet implements Scenario {

  private static final double SECONDS_PER_MINUTE = 60;

  @Override
  public String name() {
    return "quiet";
  }

  @Override
  public String about() {
    return "all jobs have ended and are shown: nothing happens";
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(10_000, 0, Duration.ofMinutes(10));
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      List<String> ended = stage.jobs().finished("ended-", parameters.resources());
      stage.jobs().untracked(parameters);
      stage.resources().storeReflected(ended, parameters.threads());
      stage.setUpDone();
      ApiServerWrites beforeStart = stage.writes();
      OperatorProcess operator = stage.startWarmOperator();

      ApiServerWrites before = stage.writes();
      long begin = System.nanoTime();
      try (UsageMeter usage = new UsageMeter(operator.process().pid())) {
        stage.letRun("Nothing happens", parameters.duration());
        CallsWithin calls = stage.callsSince(begin);
        ApiServerWrites writes = stage.writes().since(before);
        if (writes.all() > 0) {
          stage.say("Writes: " + writes.kinds());
        }
        findings
            .atMost("writes", writes.all(), Unit.NUMBER, 0)
            .atMost("calls a minute", calls.perSecond() * SECONDS_PER_MINUTE, Unit.NUMBER, 1)
            .atMost("CPU of a core", usage.cpuPercent(), Unit.PERCENT, 0.5)
            .atMost("RSS", usage.residentMebibytes(), Unit.MEBIBYTES, 200)
            .show("writes at start", before.since(beforeStart).all(), Unit.NUMBER)
            .show("calls", calls.count(), Unit.NUMBER)
            .show("highest RSS, start included", usage.peakMebibytes(), Unit.MEBIBYTES);
      }
    }
  }
}
