package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.CallsWithin;
import dev.jobreflector.measurement.ChangeDelays;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Parallel;
import dev.jobreflector.measurement.Percentiles;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.simulator.JobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Jobs that are shown change while hundreds of new resources wait for their first describe. */
final class Backlog implements Scenario {

  private static final Duration CHANGE_EACH = Duration.ofSeconds(5);
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "backlog";
  }

  @Override
  public String about() {
    return "jobs that are shown change while hundreds of new resources wait";
  }

  /** The duration is the longest that jobs change for. */
  @Override
  public Parameters parameters() {
    return Parameters.of(1_000, 300, Duration.ofMinutes(30))
        .withWarmUp(Duration.ofSeconds(15))
        .withBudget(1, 2);
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      List<String> all = new ArrayList<>(stage.jobs().finished("ended-", parameters.finished()));
      List<String> running =
          new ArrayList<>(stage.jobs().running("running-", parameters.unfinished()));
      all.addAll(running);
      Random random = new Random(parameters.seed());
      Collections.shuffle(all, random);
      stage.jobs().untracked(parameters);
      stage.setUpDone();
      stage.startWarmOperator();

      Set<String> shown = ConcurrentHashMap.newKeySet();
      ChangeDelays delays = new ChangeDelays(System::nanoTime);
      stage.watch().onShown(seen -> note(seen, shown, delays));
      Resources resources = stage.resources();
      long begin = System.nanoTime();
      Parallel.forEach(parameters.threads(), all, resources::create);
      stage.say("%,d resources are applied".formatted(all.size()));

      Collections.shuffle(running, random);
      long end = begin + parameters.duration().toNanos();
      while (all.size() - shown.size() > all.size() / 2 && System.nanoTime() < end) {
        running.stream()
            .filter(shown::contains)
            .findFirst()
            .ifPresent(job -> complete(stage, job, running, delays));
        stage.await("Jobs change", CHANGE_EACH, () -> false);
      }
      CallsWithin calls = stage.callsSince(begin);
      stage.await("The last changes", SHOWN_WITHIN, () -> delays.waiting() == 0);
      Percentiles changes = delays.all();
      findings
          .atMost("delay p99", changes.at(0.99), Unit.SECONDS, 35)
          .atMost("changes never shown", delays.waiting(), Unit.NUMBER, 0)
          .atLeast("budget used", calls.budgetUsed(parameters.rate()), Unit.PERCENT, 95)
          .atMost(
              "calls beyond burst + rate·t in the worst window",
              calls.excess(parameters.rate(), parameters.burst()),
              Unit.NUMBER,
              0)
          .show("delay p50", changes.at(0.5), Unit.SECONDS)
          .show("delay p95", changes.at(0.95), Unit.SECONDS)
          .show("longest delay", changes.max(), Unit.SECONDS)
          .show("changes", delays.changes(), Unit.NUMBER)
          .show("resources that still wait", all.size() - shown.size(), Unit.NUMBER)
          .show("throttled calls", calls.throttledPercent(), Unit.PERCENT);
    }
  }

  private static void note(StatusWatch.Shown seen, Set<String> shown, ChangeDelays delays) {
    if (seen.jobStatus() != null) {
      shown.add(seen.name());
      delays.shown(seen.name(), seen.jobStatus(), seen.nanos());
    }
  }

  private static void complete(Stage stage, String job, List<String> running, ChangeDelays delays) {
    running.remove(job);
    delays.changes(job, JobStatus.COMPLETED.name());
    stage.sageMaker().jobs().transition(job, JobStatus.COMPLETED);
  }
}
