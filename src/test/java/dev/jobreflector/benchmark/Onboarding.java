package dev.jobreflector.benchmark;

import dev.jobreflector.simulator.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many resources are created at once, and no limit on requests is in the way; twice, as the bare
 * loop has warmed up, too.
 */
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
      List<String> first = stage.jobs().finished("first-", parameters.resources());
      List<List<String>> next = new ArrayList<>();
      for (int i = 0; i < THREADS.length; i++) {
        next.add(stage.jobs().finished("next-%d-".formatted(i), parameters.resources()));
      }
      stage.jobs().untracked(parameters);
      double bare = shortestBareTime(stage, parameters.resources());
      stage.setUpDone();
      stage.startWarmOperator();

      ApiServerWrites before = stage.writes();
      long begin = System.nanoTime();
      EndsShown shownFirst = show(stage, first);
      int missing = shownFirst.missing();
      int all = first.size();
      double best = Double.MAX_VALUE;
      for (List<String> jobs : next) {
        EndsShown shown = show(stage, jobs);
        stage.say("Shown after %.2f s".formatted(shown.secondsToLast()));
        best = Math.min(best, shown.secondsToLast());
        missing += shown.missing();
        all += jobs.size();
      }
      CallsWithin calls = stage.callsSince(begin);
      ApiServerWrites writes = stage.writes().since(before);
      findings
          .atMost("the first shown after", shownFirst.secondsToLast(), Unit.SECONDS, 8)
          .atMost(
              "the best of the next, of the best bare loop's time", best / bare, Unit.TIMES, 1.3)
          .atMost("never shown", missing, Unit.NUMBER, 0)
          .atMost("describes", calls.count(Operation.DESCRIBE), Unit.NUMBER, all)
          .atMost("status writes", writes.statuses(), Unit.NUMBER, all)
          .show("the best of the next shown after", best, Unit.SECONDS)
          .show("the best bare loop", bare, Unit.SECONDS)
          .show(
              "the first shown, of the best bare loop's time",
              shownFirst.secondsToLast() / bare,
              Unit.TIMES)
          .show("Events", writes.events(), Unit.NUMBER);
    }
  }

  private static EndsShown show(Stage stage, List<String> jobs) throws InterruptedException {
    EndsShown ends = new EndsShown(jobs);
    stage.watch().onShown(ends);
    Resources resources = stage.resources();
    stage.say("%,d resources are applied".formatted(jobs.size()));
    Parallel.forEach(stage.parameters().threads(), jobs, resources::create);
    stage.await("Until all are shown", LONGEST_WAIT, () -> ends.missing() == 0);
    return ends;
  }

  private static double shortestBareTime(Stage stage, int count) throws InterruptedException {
    try (BareWrites bare = new BareWrites(stage)) {
      return bare.shortestToCreateAndShow(count, THREADS);
    }
  }
}
