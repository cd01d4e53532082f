package dev.jobreflector.benchmark;

import dev.jobreflector.simulator.Operation;
import java.time.Duration;
import java.util.List;

/** Many resources are created at once, and no limit on requests is in the way. */
final class Onboarding implements Scenario {

  private static final int[] THREADS = {8, 16, 32};
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "onboarding";
  }

  @Override
  public String about() {
    return "no limit on requests; resources are created at once";
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(1_000, 0, Duration.ZERO).unlimited().withWarmUp(Duration.ofSeconds(30));
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      List<String> ended = stage.jobs().finished("ended-", parameters.resources());
      stage.jobs().untracked(parameters);
      double bare = shortestBareTime(stage, ended.size());
      stage.setUpDone();
      stage.startWarmOperator();

      StatusWatch watch = stage.watch();
      Delays delays = new Delays();
      ended.forEach(job -> delays.changes(job, stage.sageMaker().jobs().status(job)));
      watch.onShown(delays::shown);
      Resources resources = stage.resources();
      ApiServerWrites before = stage.writes();
      stage.say("%,d resources are applied".formatted(ended.size()));
      long begin = System.nanoTime();
      Parallel.forEach(parameters.threads(), ended, resources::create);
      stage.await("Until all are shown", LONGEST_WAIT, () -> delays.waiting() == 0);
      double seconds = (System.nanoTime() - begin) / 1e9;
      CallsWithin calls = stage.callsSince(begin);
      ApiServerWrites writes = stage.writes().since(before);
      findings
          .atMost("all shown, of the best bare loop's time", seconds / bare, Unit.TIMES, 1.3)
          .atMost("all shown after", seconds, Unit.SECONDS, 8)
          .atMost("never shown", delays.waiting(), Unit.NUMBER, 0)
          .atMost("describes", calls.count(Operation.DESCRIBE), Unit.NUMBER, ended.size())
          .atMost("status writes", writes.statuses(), Unit.NUMBER, ended.size())
          .show("the best bare loop", bare, Unit.SECONDS)
          .show("Events", writes.events(), Unit.NUMBER);
    }
  }

  private static double shortestBareTime(Stage stage, int count) throws InterruptedException {
    try (BareWrites bare = new BareWrites(stage)) {
      return bare.shortestToCreateAndShow(count, THREADS);
    }
  }
}
