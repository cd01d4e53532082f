package dev.jobreflector.faults;

import dev.jobreflector.operator.OperatorProcess;
import dev.jobreflector.simulator.Fault;
import dev.jobreflector.simulator.Faults;
import dev.jobreflector.simulator.Operation;
import dev.jobreflector.simulator.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** SageMaker answers as it does on a bad day: to describes, to lists, or to both. */
final class FaultyAws implements FaultScenario {

  private static final Duration SLOW = Duration.ofSeconds(2);

  /** Longer than the operator waits for an answer. */
  private static final Duration TOO_SLOW = Duration.ofSeconds(30);

  private static final int ENDLESS = Integer.MAX_VALUE;
  private static final String LOGIN = "<html><body>Please log in</body></html>";

  @Override
  public String name() {
    return "aws";
  }

  @Override
  public String about() {
    return "SageMaker throttles, fails, refuses, is slow, or answers what is not SageMaker's";
  }

  /** Each phase so many times, for so long. */
  @Override
  public Extent extent() {
    return Extent.of(24, 1, Duration.ofSeconds(8));
  }

  @Override
  public void run(Trials trials, Extent extent, Judge judge) throws InterruptedException {
    try (Trial trial = trials.open(extent)) {
      BusyJobs jobs = new BusyJobs(trial);
      OperatorProcess operator = trial.operators().start(trial.operator("aws"));
      Phases phases = new Phases(trial, jobs);
      Faults faults = trial.scene().sageMaker().faults();
      phases.liveThrough(phases(faults));
      for (Phase throttling : throttling(faults)) {
        // What throttling has left of the rate comes back by 0.1/s each 10 s: each begins anew.
        trial.operators().kill(operator);
        operator = trial.operators().start(trial.operator("aws " + throttling.name()));
        phases.liveThrough(List.of(throttling));
      }
      phases.addTo(judge);
      Aftermath.of(trial, jobs).judge(judge);
    }
  }

  private static List<Phase> phases(Faults faults) {
    List<Phase> phases = new ArrayList<>();
    both(phases, faults, "500", Fault.internalError());
    both(phases, faults, "access denied", Fault.accessDenied());
    both(phases, faults, "connections dropped", Fault.droppedConnection());
    both(phases, faults, "bodies cut short", Fault.truncatedBody());
    all(phases, faults, "503", Fault.serviceUnavailable());
    all(phases, faults, "502 with HTML", Fault.badGatewayHtml());
    all(phases, faults, "200 with HTML", Fault.html(200, LOGIN));
    all(phases, faults, "403 with HTML", Fault.html(403, LOGIN));
    all(phases, faults, "broken JSON", Fault.brokenJson());
    all(phases, faults, "empty objects", Fault.altered(body -> body.removeAll()));
    all(phases, faults, "credentials expired", Fault.expiredToken());
    all(phases, faults, "credentials unknown", Fault.unrecognizedClient());
    describes(phases, faults, "no job found", Fault.notFound());
    describes(phases, faults, "no resource found", Fault.requestedResourceNotFound());
    lists(phases, faults, "lists without end", Fault.emptyPages(ENDLESS));
    phases.add(latency(faults, "answers after 2 s", SLOW));
    phases.add(latency(faults, "no answer in time", TOO_SLOW));
    phases.add(
        Phase.harmless(
            "lists that do not answer",
            () -> faults.latency(Operation.LIST, TOO_SLOW),
            () -> faults.latency(Operation.LIST, Duration.ZERO)));
    return phases;
  }

  private static List<Phase> throttling(Faults faults) {
    List<Phase> phases = new ArrayList<>();
    both(phases, faults, "throttled", Fault.throttled());
    phases.add(
        Phase.of("one request a second", () -> faults.throttle(1, 1), () -> faults.unthrottle()));
    return phases;
  }

  private static void both(List<Phase> phases, Faults faults, String name, Fault fault) {
    all(phases, faults, name, fault);
    describes(phases, faults, name + ", describes only", fault);
    lists(phases, faults, name + ", lists only", fault);
  }

  private static void all(List<Phase> phases, Faults faults, String name, Fault fault) {
    phases.add(phase(faults, name, When.always(), fault, false));
  }

  private static void describes(List<Phase> phases, Faults faults, String name, Fault fault) {
    phases.add(phase(faults, name, When.operation(Operation.DESCRIBE), fault, false));
  }

  private static void lists(List<Phase> phases, Faults faults, String name, Fault fault) {
    phases.add(phase(faults, name, When.operation(Operation.LIST), fault, true));
  }

  private static Phase phase(
      Faults faults, String name, When when, Fault fault, boolean shownMeanwhile) {
    return new Phase(
        name,
        () -> faults.inject(when, fault),
        // Nothing else is wrong: phases come one after the other.
        faults::clear,
        shownMeanwhile);
  }

  private static Phase latency(Faults faults, String name, Duration latency) {
    return Phase.of(name, () -> faults.latency(latency), faults::clear);
  }
}
