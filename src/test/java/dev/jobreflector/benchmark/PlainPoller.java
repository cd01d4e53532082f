package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Unit;
import java.time.Duration;

/** As {@link Steady}, by an operator that lists nothing. */
final class PlainPoller implements Scenario {

  @Override
  public String name() {
    return "plain-poller";
  }

  @Override
  public String about() {
    return "as steady, but each unfinished job is described in turn: what lists are worth";
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(10_000, 500, Duration.ofMinutes(30));
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      SteadyRun run = SteadyRun.on(stage, "--freshness=0s");
      findings
          .show("delay p50", run.delays().at(0.5), Unit.SECONDS)
          .show("delay p99", run.delays().at(0.99), Unit.SECONDS)
          .show("changes never shown", run.notShown(), Unit.NUMBER)
          .show("RSS", run.residentMebibytes(), Unit.MEBIBYTES);
      run.show(findings);
    }
  }
}
