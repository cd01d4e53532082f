package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.CallsWithin;
import dev.jobreflector.measurement.ChangeDelays;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Parallel;
import dev.jobreflector.measurement.Percentiles;
import dev.jobreflector.measurement.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Resources for all jobs that there are, applied at once. */
final class Bulk implements Scenario {

  @Override
  public String name() {
    return "bulk";
  }

  @Override
  public String about() {
    return "resources of finished and of running jobs are applied at once, in any order";
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(10_100, 100, Duration.ofMinutes(10)).withWarmUp(Duration.ofSeconds(15));
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      List<String> ended = stage.jobs().finished("ended-", parameters.finished());
      List<String> running = stage.jobs().running("running-", parameters.unfinished());
      stage.jobs().untracked(parameters);
      stage.setUpDone();
      stage.startWarmOperator();

      List<String> all = new ArrayList<>(ended);
      all.addAll(running);
      Collections.shuffle(all, new Random(parameters.seed()));
      Set<String> runs = Set.copyOf(running);
      ChangeDelays right = new ChangeDelays(System::nanoTime);
      stage.watch().onShown(seen -> right.shown(seen.name(), seen.jobStatus(), seen.nanos()));
      long begin = System.nanoTime();
      Resources resources = stage.resources();
      stage.say("%,d resources are applied".formatted(all.size()));
      Parallel.forEach(
          parameters.threads(),
          all,
          name -> {
            if (runs.contains(name)) {
              right.changes(name, "INPROGRESS");
            }
            resources.create(name);
          });
      double secondsToApply = (System.nanoTime() - begin) / 1e9;
      Duration left = parameters.duration().minusNanos(System.nanoTime() - begin);
      stage.letRun("They are described", left.isNegative() ? Duration.ZERO : left);
      CallsWithin calls = stage.callsSince(begin);
      Percentiles delays = right.all();
      findings
          .atMost("running ones right, the last", delays.max(), Unit.SECONDS, 150)
          .atMost("running ones never right", right.waiting(), Unit.NUMBER, 0)
          .atLeast("budget used", calls.budgetUsed(parameters.rate()), Unit.PERCENT, 95)
          .show("running ones right, p50", delays.at(0.5), Unit.SECONDS)
          .show("running ones right, p95", delays.at(0.95), Unit.SECONDS)
          .show("applied within", secondsToApply, Unit.SECONDS)
          .show("completed ones shown", stage.watch().showing(ended, "COMPLETED"), Unit.NUMBER)
          .show("throttled calls", calls.throttledPercent(), Unit.PERCENT);
    }
  }
}
