package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Unit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Jobs change all the time, as they do in use. */
final class Steady implements Scenario {

  private final String name;
  private final int resources;
  private final @Nullable Integer residentMebibytes;

  /**
   * With so many resources.
   *
   * @param residentMebibytes the goal for memory; null for none
   */
  Steady(String name, int resources, @Nullable Integer residentMebibytes) {
    this.name = name;
    this.resources = resources;
    this.residentMebibytes = residentMebibytes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String about() {
    return "jobs change at random times, all the while";
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(resources, 500, Duration.ofMinutes(30));
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      SteadyRun run = SteadyRun.on(stage);
      findings
          .atMost("delay p50", run.delays().at(0.5), Unit.SECONDS, 4)
          .atMost("delay p99", run.delays().at(0.99), Unit.SECONDS, 10)
          .atMost("changes never shown", run.notShown(), Unit.NUMBER, 0)
          .atMost("calls beyond burst + rate·t in the worst window", run.excess(), Unit.NUMBER, 0)
          .atMost("throttled calls", run.calls().throttledPercent(), Unit.PERCENT, 0.1)
          .atMost("Events for each change", run.eventsForEachChange(), Unit.NUMBER, 1)
          .atMost("status writes for each change", run.statusWritesForEachChange(), Unit.NUMBER, 1);
      if (residentMebibytes == null) {
        findings.show("RSS", run.residentMebibytes(), Unit.MEBIBYTES);
      } else {
        findings.atMost("RSS", run.residentMebibytes(), Unit.MEBIBYTES, residentMebibytes);
      }
      run.show(findings);
    }
  }
}
