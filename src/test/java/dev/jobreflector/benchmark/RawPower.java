package dev.jobreflector.benchmark;

import dev.jobreflector.operator.OperatorProcess;
import java.time.Duration;
import java.util.List;

/** Nothing limits the operator but itself and the API server. */
final class RawPower implements Scenario {

  private static final int[] THREADS = {1, 2, 4, 8, 16, 32};

  /**
   * A fifth of the jobs is what the bare loop writes to find its number of threads, and what the
   * operator shows before it counts. Then both write as many.
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
    try (Stage stage = stages.open(parameters);
        BareWrites bare = new BareWrites(stage)) {
      int pairs = parameters.unfinished();
      int bunch = Math.max(1, pairs / BUNCHES);
      List<String> first = stage.jobs().running("first-", bunch);
      List<String> running = stage.jobs().running("running-", pairs);
      stage.jobs().untracked(parameters);
      stage.resources().createReflected(first, parameters.threads());
      stage.resources().createReflected(running, parameters.threads());
      BareWrites.Rate bestBunch = bare.bestRateOfPairs(bunch, THREADS);
      double bareBefore = bare.rateOfPairs("before-", pairs, bestBunch.threads()).aSecond();
      stage.setUpDone();
      OperatorProcess operator = stage.startWarmOperator();

      double rateCold = end(stage, first).rate();
      ApiServerWrites before = stage.writes();
      EndsShown ends;
      double cpu;
      try (UsageMeter usage = new UsageMeter(operator.process().pid())) {
        ends = end(stage, running);
        cpu = usage.cpuSeconds();
      }
      ApiServerWrites writes = stage.writes().since(before);
      double bareAfter = bare.rateOfPairs("after-", pairs, bestBunch.threads()).aSecond();
      findings
          .atLeast(
              "pairs a second, of the bare loop's",
              100 * ends.rate() / ((bareBefore + bareAfter) / 2),
              Unit.PERCENT,
              90)
          .atMost("never shown", ends.missing(), Unit.NUMBER, 0)
          .atMost("status writes", writes.statuses(), Unit.NUMBER, running.size())
          .atMost("Events", writes.events(), Unit.NUMBER, running.size())
          .show("pairs a second", ends.rate(), Unit.PER_SECOND)
          .show("pairs a second, the bare loop before", bareBefore, Unit.PER_SECOND)
          .show("pairs a second, the bare loop after", bareAfter, Unit.PER_SECOND)
          .show("the bare loop's threads", bestBunch.threads(), Unit.NUMBER)
          .show("pairs a second, the bare loop's best fifth", bestBunch.aSecond(), Unit.PER_SECOND)
          .show("pairs a second before, the operator's first", rateCold, Unit.PER_SECOND)
          .show("first status after", ends.secondsToFirst(), Unit.SECONDS)
          .show("last status after", ends.secondsToLast(), Unit.SECONDS)
          .show("CPU time of the operator", cpu, Unit.SECONDS);
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
}
