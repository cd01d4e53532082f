package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.ApiServerWrites;
import dev.jobreflector.measurement.CallsWithin;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.measurement.UsageMeter;
import dev.jobreflector.operator.OperatorProcess;
import dev.jobreflector.simulator.Operation;
import java.time.Duration;
import java.util.List;

/** Many jobs run, and none of them changes. */
final class Busy implements Scenario {

  /** 3 s of CPU in 5 minutes. */
  private static final double CPU_PERCENT = 1;

  @Override
  public String name() {
    return "busy";
  }

  @Override
  public String about() {
    return "all jobs run, and nothing changes";
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(1_000, 1_000, Duration.ofMinutes(5));
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      List<String> running = stage.jobs().running("running-", parameters.unfinished());
      stage.jobs().untracked(parameters);
      stage.resources().storeReflected(running, parameters.threads());
      stage.setUpDone();
      OperatorProcess operator = stage.startWarmOperator();

      ApiServerWrites before = stage.writes();
      long begin = System.nanoTime();
      try (UsageMeter usage = new UsageMeter(operator.process().pid())) {
        stage.letRun("Nothing changes", parameters.duration());
        CallsWithin calls = stage.callsSince(begin);
        ApiServerWrites writes = stage.writes().since(before);
        if (writes.all() > 0) {
          stage.say("Writes: " + writes.kinds());
        }
        findings
            .atMost("calls", calls.perSecond(), Unit.PER_SECOND, 1)
            .atMost("writes", writes.all(), Unit.NUMBER, 0)
            .atMost(
                "CPU time",
                usage.cpuSeconds(),
                Unit.SECONDS,
                CPU_PERCENT / 100 * parameters.duration().toSeconds())
            .show("pages", calls.count(Operation.LIST), Unit.NUMBER)
            .show("describes", calls.count(Operation.DESCRIBE), Unit.NUMBER)
            .show("RSS", usage.residentMebibytes(), Unit.MEBIBYTES);
      }
    }
  }
}
