package dev.jobreflector.benchmark;

import dev.jobreflector.simulator.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Many resources are created at once, and no limit on requests is in the way. In each turn the bare
 * loop and an operator show as many, one right after the other; then a new operator on a new API
 * server shows its first. It comes last, since the benchmark's own JVM compiles for its first
 * minutes, on the cores that all share.
 */
final class Onboarding implements Scenario {

  private static final int[] THREADS = {8, 16, 32};
  private static final int TURNS = 3;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private record Shown(EndsShown ends, CallsWithin calls, ApiServerWrites writes) {}

  /** What the operator showed, and the shortest time of the bare loop, in seconds. */
  private record Turns(List<Shown> shown, double bare) {}

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

    List<Shown> all = new ArrayList<>(turns.shown());
    all.add(first);
    int resources = all.size() * parameters.resources();
    double best =
        turns.shown().stream().mapToDouble(turn -> turn.ends().secondsToLast()).min().orElseThrow();
    findings
        .atMost("the first shown after", first.ends().secondsToLast(), Unit.SECONDS, 8)
        .atMost(
            "the best of the next, of the best bare loop's time",
            best / turns.bare(),
            Unit.TIMES,
            1.3)
        .atMost("never shown", sum(all, shown -> shown.ends().missing()), Unit.NUMBER, 0)
        .atMost(
            "describes",
            sum(all, shown -> shown.calls().count(Operation.DESCRIBE)),
            Unit.NUMBER,
            resources)
        .atMost(
            "status writes", sum(all, shown -> shown.writes().statuses()), Unit.NUMBER, resources)
        .show("the best of the next shown after", best, Unit.SECONDS)
        .show("the best bare loop", turns.bare(), Unit.SECONDS)
        .show(
            "the first shown, of the best bare loop's time",
            first.ends().secondsToLast() / turns.bare(),
            Unit.TIMES)
        .show("Events", sum(all, shown -> shown.writes().events()), Unit.NUMBER);
  }

  private static Turns turns(Stages stages, Parameters parameters) throws InterruptedException {
    try (Stage stage = stages.open(parameters);
        BareWrites bare = new BareWrites(stage)) {
      int count = parameters.resources();
      stage.jobs().untracked(parameters);
      int threads = bare.bestThreadsToCreateAndShow(count, THREADS);
      stage.setUpDone();
      stage.startWarmOperator();
      double shortest = Double.MAX_VALUE;
      List<Shown> shown = new ArrayList<>();
      for (int i = 0; i < TURNS; i++) {
        shortest =
            Math.min(shortest, bare.createAndShow("bare-turn-%d-".formatted(i), count, threads));
        shown.add(show(stage, stage.jobs().finished("turn-%d-".formatted(i), count)));
      }
      return new Turns(shown, shortest);
    }
  }

  private static Shown first(Stages stages, Parameters parameters) throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      stage.jobs().untracked(parameters);
      stage.setUpDone();
      stage.startWarmOperator();
      return show(stage, stage.jobs().finished("first-", parameters.resources()));
    }
  }

  private static Shown show(Stage stage, List<String> jobs) throws InterruptedException {
    ApiServerWrites before = stage.writes();
    long begin = System.nanoTime();
    EndsShown ends = new EndsShown(jobs);
    stage.watch().onShown(ends);
    Resources resources = stage.resources();
    stage.say("%,d resources are applied".formatted(jobs.size()));
    Parallel.forEach(stage.parameters().threads(), jobs, resources::create);
    stage.await("Until all are shown", LONGEST_WAIT, () -> ends.missing() == 0);
    stage.say("Shown after %.2f s".formatted(ends.secondsToLast()));
    return new Shown(ends, stage.callsSince(begin), stage.writes().since(before));
  }

  private static int sum(List<Shown> shown, ToIntFunction<Shown> number) {
    return shown.stream().mapToInt(number).sum();
  }
}
