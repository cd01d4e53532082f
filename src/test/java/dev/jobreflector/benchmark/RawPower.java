package dev.jobreflector.benchmark;

import java.time.Duration;
import java.util.List;

/** Nothing limits the operator but itself and the API server. */
final class RawPower implements Scenario {

  private static final int[] THREADS = {1, 2, 4, 8, 16, 32};
  private static final int BARE_PAIRS_FOR_EACH = 5;
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
      List<String> running = stage.jobs().running("running-", parameters.unfinished());
      stage.jobs().untracked(parameters);
      stage.resources().createReflected(running, parameters.threads());
      double bare = bestBareRate(stage, Math.max(1, running.size() / BARE_PAIRS_FOR_EACH));
      stage.setUpDone();
      stage.startWarmOperator();

      EndsShown ends = new EndsShown();
      stage.watch().onShown(ends);
      ApiServerWrites before = stage.writes();
      stage.say("%,d jobs end".formatted(running.size()));
      long begin = System.nanoTime();
      running.forEach(job -> stage.sageMaker().jobs().complete(job, null));
      stage.await("Until all are shown", LONGEST_WAIT, () -> ends.count() == running.size());
      double rate = ends.rate();
      ApiServerWrites writes = stage.writes().since(before);
      findings
          .atLeast("pairs a second, of the best bare loop's", 100 * rate / bare, Unit.PERCENT, 90)
          .atMost("never shown", running.size() - ends.count(), Unit.NUMBER, 0)
          .atMost("status writes", writes.statuses(), Unit.NUMBER, running.size())
          .atMost("Events", writes.events(), Unit.NUMBER, running.size())
          .show("pairs a second", rate, Unit.PER_SECOND)
          .show("pairs a second, the best bare loop", bare, Unit.PER_SECOND)
          .show("first status after", ends.secondsToFirst(begin), Unit.SECONDS)
          .show("last status after", ends.secondsToLast(begin), Unit.SECONDS);
    }
  }

  private static double bestBareRate(Stage stage, int pairs) throws InterruptedException {
    try (BareWrites bare = new BareWrites(stage)) {
      return bare.bestRateOfPairs(pairs, THREADS);
    }
  }
}
