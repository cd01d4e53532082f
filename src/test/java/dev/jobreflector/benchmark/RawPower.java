package dev.jobreflector.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

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
      double bare =
          new BareWrites(stage)
              .bestRateOfPairs(Math.max(1, running.size() / BARE_PAIRS_FOR_EACH), THREADS);
      stage.setUpDone();
      stage.startWarmOperator();

      StatusWatch watch = stage.watch();
      AtomicLong first = new AtomicLong(Long.MAX_VALUE);
      AtomicLong last = new AtomicLong();
      watch.onShown(
          shown -> {
            first.accumulateAndGet(shown.nanos(), Math::min);
            last.accumulateAndGet(shown.nanos(), Math::max);
          });
      ApiServerWrites before = stage.writes();
      stage.say("%,d jobs end".formatted(running.size()));
      long begin = System.nanoTime();
      running.forEach(job -> stage.sageMaker().jobs().complete(job, null));
      stage.await(
          "Until all are shown",
          LONGEST_WAIT,
          () -> watch.showing(running, "COMPLETED") == running.size());
      int shown = watch.showing(running, "COMPLETED");
      double rate = (shown - 1) / ((last.get() - first.get()) / 1e9);
      ApiServerWrites writes = stage.writes().since(before);
      findings
          .atLeast("pairs a second, of the best bare loop's", 100 * rate / bare, Unit.PERCENT, 90)
          .atMost("never shown", running.size() - shown, Unit.NUMBER, 0)
          .atMost("status writes", writes.statuses(), Unit.NUMBER, running.size())
          .atMost("Events", writes.events(), Unit.NUMBER, running.size())
          .show("pairs a second", rate, Unit.PER_SECOND)
          .show("pairs a second, the best bare loop", bare, Unit.PER_SECOND)
          .show("first status after", (first.get() - begin) / 1e9, Unit.SECONDS)
          .show("last status after", (last.get() - begin) / 1e9, Unit.SECONDS);
    }
  }
}
