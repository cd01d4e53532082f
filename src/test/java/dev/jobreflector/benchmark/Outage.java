package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.ApiServerWrites;
import dev.jobreflector.measurement.CallsWithin;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.simulator.Fault;
import dev.jobreflector.simulator.Faults;
import java.time.Duration;
import java.util.List;

/** The whole account fails: SageMaker answers with errors, then the credentials have expired. */
final class Outage implements Scenario {

  /** An account that failed for long is asked each half minute. */
  private static final Duration NOTICED = Duration.ofSeconds(45);

  @Override
  public String name() {
    return "outage";
  }

  @Override
  public String about() {
    return "SageMaker answers 500 for the duration, then refuses the credentials for as long";
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(10_000, 10_000, Duration.ofMinutes(5)).withWarmUp(Duration.ofSeconds(60));
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      List<String> running = stage.jobs().running("running-", parameters.unfinished());
      stage.jobs().untracked(parameters);
      stage.resources().storeReflected(running, parameters.threads());
      stage.setUpDone();
      ApiServerWrites before = stage.writes();
      stage.startWarmOperator();
      StatusWatch watch = stage.watch();
      int writesBefore = stage.writes().since(before).statuses();

      Faults.Injection errors = stage.sageMaker().faults().inject(Fault.internalError());
      stage.letRun("SageMaker answers 500", parameters.duration());
      int afterErrors = stage.writes().since(before).statuses();
      int shownFailing = watch.synced("False");
      Faults.Injection expired = stage.sageMaker().faults().inject(Fault.expiredToken());
      errors.remove();
      stage.letRun("The credentials have expired", parameters.duration());
      int mostIn = watch.mostWrites();
      int afterExpiry = stage.writes().since(before).statuses();

      long recovery = System.nanoTime();
      expired.remove();
      stage.say("SageMaker answers again");
      Duration limit = NOTICED.plus(parameters.duration());
      stage.await("Until all are shown well", limit, () -> watch.synced("False") == 0);
      double shownAfter = (System.nanoTime() - recovery) / 1e9;
      stage.letRun("All is well", parameters.warmUpTime());
      CallsWithin calls = stage.callsSince(recovery);
      int mostOut = watch.mostWrites();
      ApiServerWrites writes = stage.writes().since(before);
      findings
          .atMost("most status writes of a resource, going down", mostIn, Unit.NUMBER, 1)
          .atMost("most status writes of a resource, coming back", mostOut, Unit.NUMBER, 1)
          .atMost("still shown failing", watch.synced("False"), Unit.NUMBER, 0)
          .atMost("Events", writes.events(), Unit.NUMBER, 0)
          .atMost(
              "calls beyond burst + rate·t in the worst window, coming back",
              calls.excess(parameters.rate(), parameters.burst()),
              Unit.NUMBER,
              0)
          .show("status writes before", writesBefore, Unit.NUMBER)
          .show("status writes at 500s", afterErrors - writesBefore, Unit.NUMBER)
          .show("status writes at expired credentials", afterExpiry - afterErrors, Unit.NUMBER)
          .show("status writes coming back", writes.statuses() - afterExpiry, Unit.NUMBER)
          .show("shown failing at the end of the 500s", shownFailing, Unit.NUMBER)
          .show("waited for all to be shown well", shownAfter, Unit.SECONDS)
          .show("throttled calls", calls.throttledPercent(), Unit.PERCENT);
    }
  }
}
