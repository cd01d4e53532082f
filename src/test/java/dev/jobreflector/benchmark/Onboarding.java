package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.ApiServerWrites;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Parallel;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.simulator.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many resources are created at once, and no limit on requests is in the way. In each turn the bare
 * loop and an operator show as many, one right after the other, either first in turn; then a new
 * operator on a new API server shows its first. It comes last, since the benchmark's own JVM
 * compiles for its first minutes, on the cores that all share.
 */
final class Onboarding implements Scenario {

  private static final List<Integer> THREADS = List.of(8, 16, 32);
  private static final int TURNS = 3;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  /** Nothing is to be described or written again. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(5);

  /** What an operator showed, a batch for each turn, and what it did for that. */
  private record Shown(List<EndsShown> batches, int describes, int statuses, int events) {

    double shortest() {
      return batches.stream().mapToDouble(EndsShown::secondsToLast).min().orElseThrow();
    }

    int missing() {
      return batches.stream().mapToInt(EndsShown::missing).sum();
    }
  }

  /** What the operator showed, and the shortest time of the bare loop, in seconds. */
  private record Turns(Shown shown, double bare) {}

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
    Turns turns = turns(stages, parameters);
    Shown first = first(stages, parameters);

    int resources = (TURNS + 1) * parameters.resources();
    double best = turns.shown().shortest();
    findings
        .atMost("the first shown after", first.shortest(), Unit.SECONDS, 8)
        .atMost(
            "the best of the next, of the best bare loop's time",
            best / turns.bare(),
            Unit.TIMES,
            1.3)
        .atMost("never shown", turns.shown().missing() + first.missing(), Unit.NUMBER, 0)
        .atMost("describes", turns.shown().describes() + first.describes(), Unit.NUMBER, resources)
        .atMost(
            "status writes", turns.shown().statuses() + first.statuses(), Unit.NUMBER, resources)
        .show("the best of the next shown after", best, Unit.SECONDS)
        .show("the best bare loop", turns.bare(), Unit.SECONDS)
        .show(
            "the first shown, of the best bare loop's time",
            first.shortest() / turns.bare(),
            Unit.TIMES)
        .show("Events", turns.shown().events() + first.events(), Unit.NUMBER);
  }

  private static Turns turns(Stages stages, Parameters parameters) throws InterruptedException {
    try (Stage stage = stages.open(parameters);
        BareWrites bare = new BareWrites(stage)) {
      int count = parameters.resources();
      stage.jobs().untracked(parameters);
      int threads = bare.bestThreadsToCreateAndShow(count, THREADS);
      stage.setUpDone();
      stage.startWarmOperator();
      ApiServerWrites before = stage.writes();
      long begin = System.nanoTime();
      double shortest = Double.MAX_VALUE;
      List<EndsShown> batches = new ArrayList<>();
      for (int i = 0; i < TURNS; i++) {
        String bareJobs = "bare-turn-%d-".formatted(i);
        List<String> jobs = stage.jobs().finished("turn-%d-".formatted(i), count);
        if (i % 2 == 0) {
          shortest = Math.min(shortest, bare.createAndShow(bareJobs, count, threads));
          batches.add(show(stage, jobs));
        } else {
          batches.add(show(stage, jobs));
          shortest = Math.min(shortest, bare.createAndShow(bareJobs, count, threads));
        }
      }
      return new Turns(counted(stage, batches, TURNS * count, begin, before), shortest);
    }
  }

  private static Shown first(Stages stages, Parameters parameters) throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      stage.jobs().untracked(parameters);
      stage.setUpDone();
      stage.startWarmOperator();
      ApiServerWrites before = stage.writes();
      long begin = System.nanoTime();
      List<String> jobs = stage.jobs().finished("first-", parameters.resources());
      return counted(stage, List.of(show(stage, jobs)), 0, begin, before);
    }
  }

  private static EndsShown show(Stage stage, List<String> jobs) throws InterruptedException {
    EndsShown ends = new EndsShown(jobs);
    stage.watch().onShown(ends);
    Resources resources = stage.resources();
    stage.say("%,d resources are applied".formatted(jobs.size()));
    Parallel.forEach(stage.parameters().threads(), jobs, resources::create);
    stage.await("Until all are shown", LONGEST_WAIT, () -> ends.missing() == 0);
    stage.say("Shown after %.2f s".formatted(ends.secondsToLast()));
    return ends;
  }

  // The bare loop, too, described each of its jobs once and wrote its status.
  private static Shown counted(
      Stage stage, List<EndsShown> batches, int bareJobs, long begin, ApiServerWrites before)
      throws InterruptedException {
    stage.letRun("All are shown", AFTERWARDS);
    ApiServerWrites writes = stage.writes().since(before);
    return new Shown(
        batches,
        stage.callsSince(begin).count(Operation.DESCRIBE) - bareJobs,
        writes.statuses() - bareJobs,
        writes.events());
  }
}
