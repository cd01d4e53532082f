package dev.jobreflector.benchmark;

import dev.jobreflector.operator.OperatorProcess;
import java.time.Duration;
import java.util.List;

/** Nothing limits the operator but itself and the API server. */
final class RawPower implements Scenario {

  private static final int[] THREADS = {1, 2, 4, 8, 16, 32};

  /**
   * A fifth of the jobs is what the bare loop writes on each number of threads, and what the
   * operator shows before it counts, for the JIT compiler of both.
   */
  private static final int BUNCHES = 5;

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "raw-power";
  }

  @Override
  public String about() {
    return "no limit on requests; all running jobs end at once";
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(5_000, 5_000, Duration.ZERO)
        .unlimited()
        .withWarmUp(Duration.ofSeconds(60));
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      int bunch = Math.max(1, parameters.unfinished() / BUNCHES);
      List<String> first = stage.jobs().running("first-", bunch);
      List<String> running = stage.jobs().running("running-", parameters.unfinished());
      stage.jobs().untracked(parameters);
      stage.resources().createReflected(first, parameters.threads());
      stage.resources().createReflected(running, parameters.threads());
      double bare = bestBareRate(stage, bunch);
      stage.setUpDone();
      OperatorProcess operator = stage.startWarmOperator();

      double rateCold = end(stage, first).rate();
      ApiServerWrites before = stage.writes();
      try (UsageMeter usage = new UsageMeter(operator.process().pid())) {
        EndsShown ends = end(stage, running);
        double cpu = usage.cpuSeconds();
        ApiServerWrites writes = stage.writes().since(before);
        findings
            .atLeast(
                "pairs a second, of the best bare loop's",
                100 * ends.rate() / bare,
                Unit.PERCENT,
                90)
            .atMost("never shown", ends.missing(), Unit.NUMBER, 0)
            .atMost("status writes", writes.statuses(), Unit.NUMBER, running.size())
            .atMost("Events", writes.events(), Unit.NUMBER, running.size())
            .show("pairs a second", ends.rate(), Unit.PER_SECOND)
            .show("pairs a second, the best bare loop", bare, Unit.PER_SECOND)
            .show("pairs a second before, the operator's first", rateCold, Unit.PER_SECOND)
            .show("first status after", ends.secondsToFirst(), Unit.SECONDS)
            .show("last status after", ends.secondsToLast(), Unit.SECONDS)
            .show("CPU time of the operator", cpu, Unit.SECONDS);
      }
    }
  }

  private static EndsShown end(Stage stage, List<String> jobs) throws InterruptedException {
    EndsShown ends = new EndsShown(jobs);
    stage.watch().onShown(ends);
    stage.say("%,d jobs end".formatted(jobs.size()));
    jobs.forEach(job -> stage.sageMaker().jobs().complete(job, null));
    stage.await("Until all are shown", LONGEST_WAIT, () -> ends.missing() == 0);
    return ends;
  }

  private static double bestBareRate(Stage stage, int pairs) throws InterruptedException {
    try (BareWrites bare = new BareWrites(stage)) {
      return bare.bestRateOfPairs(pairs, THREADS);
    }
  }
}
