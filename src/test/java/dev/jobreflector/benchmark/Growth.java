package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Unit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How delay, calls, memory and CPU grow with the number of resources. */
final class Growth implements Scenario {

  /** Of the number of resources. */
  private static final double[] PARTS = {0.001, 0.01, 0.1, 1};

  private static final double UNFINISHED_PART = 0.05;
  private static final int UNFINISHED_AT_MOST = 500;
  private static final double CHANGES_FOR_EACH = 3.6;
  private static final double CHANGES_AT_LEAST = 360;

  private final Path plot;

  /**
   * A series of runs.
   *
   * @param plot where the plot is written, a PNG
   */
  Growth(Path plot) {
    this.plot = plot;
  }

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String about() {
    return "as steady with a thousandth, a hundredth, a tenth and all of the resources; one plot";
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(100_000, UNFINISHED_AT_MOST, Duration.ofMinutes(10));
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    List<SteadyRun> series = new ArrayList<>();
    for (double part : PARTS) {
      try (Stage stage = stages.open(point(parameters, part))) {
        SteadyRun run = SteadyRun.on(stage);
        series.add(run);
        String at = " at %,d".formatted(run.parameters().resources());
        findings
            .show("delay p50" + at, run.delays().at(0.5), Unit.SECONDS)
            .show("delay p99" + at, run.delays().at(0.99), Unit.SECONDS)
            .show("calls" + at, run.calls().perSecond() * 3600, Unit.PER_HOUR)
            .show("RSS" + at, run.residentMebibytes(), Unit.MEBIBYTES)
            .show("CPU of a core" + at, run.cpuPercent(), Unit.PERCENT);
      }
    }
    GrowthPlot.write(series, plot);
  }

  private static Parameters point(Parameters all, double part) {
    int resources = Math.max(1, (int) Math.round(all.resources() * part));
    int unfinished =
        Math.max(1, Math.min(all.unfinished(), (int) Math.round(resources * UNFINISHED_PART)));
    return all.withResources(resources, Math.min(resources, unfinished))
        .withChangesPerHour(Math.max(CHANGES_AT_LEAST, CHANGES_FOR_EACH * unfinished));
  }
}
