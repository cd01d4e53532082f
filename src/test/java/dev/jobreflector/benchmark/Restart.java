package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.ApiServerWrites;
import dev.jobreflector.measurement.CallsWithin;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.measurement.UsageMeter;
import dev.jobreflector.operator.OperatorProcess;
import java.time.Duration;
import java.util.List;

/** The operator is stopped and started again where every job has ended. */
final class Restart implements Scenario {

  private static final double TIMES_A_LIST = 1.3;
  private static final double SECONDS_MORE = 3;

  @Override
  public String name() {
    return "restart";
  }

  @Override
  public String about() {
    return "the operator is stopped by SIGTERM and started again; all jobs have ended";
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(100_000, 0, Duration.ofMinutes(1));
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      List<String> ended = stage.jobs().finished("ended-", parameters.resources());
      stage.jobs().untracked(parameters);
      stage.resources().storeReflected(ended, parameters.threads());
      stage.setUpDone();
      int exitCode = stage.startWarmOperator().stop();
      stage.say("Stopped by SIGTERM: exit code " + exitCode);

      double listBefore = stage.resources().secondsToList();
      ApiServerWrites before = stage.writes();
      long begin = System.nanoTime();
      OperatorProcess operator = stage.startOperator();
      double ready = (System.nanoTime() - begin) / 1e9;
      try (UsageMeter usage = new UsageMeter(operator.process().pid())) {
        stage.letRun("Nothing happens", parameters.duration());
        CallsWithin calls = stage.callsSince(begin);
        ApiServerWrites writes = stage.writes().since(before);
        if (writes.all() > 0) {
          stage.say("Writes: " + writes.kinds());
        }
        double listAfter = stage.resources().secondsToList();
        double list = (listBefore + listAfter) / 2;
        findings
            .atMost("writes", writes.all(), Unit.NUMBER, 0)
            .atMost("calls", calls.count(), Unit.NUMBER, 5)
            .atMost("ready after start", ready, Unit.SECONDS, TIMES_A_LIST * list + SECONDS_MORE)
            .show("a bare paged list, before", listBefore, Unit.SECONDS)
            .show("a bare paged list, after", listAfter, Unit.SECONDS)
            .show("RSS", usage.residentMebibytes(), Unit.MEBIBYTES)
            .show("highest RSS, start included", usage.peakMebibytes(), Unit.MEBIBYTES)
            .show("exit code of the one stopped", exitCode, Unit.NUMBER);
      }
    }
  }
}
