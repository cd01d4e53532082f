package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.ApiServerWrites;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Parallel;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.measurement.UsageMeter;
import dev.jobreflector.operator.OperatorProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Nothing limits the operator but itself and the API server. In each turn it and the bare loop
 * write as many, one right after the other, since a shared machine is not as fast in one minute as
 * in the next; the median of the turns counts.
 */
final class RawPower implements Scenario {

  private static final List<Integer> THREADS = List.of(1, 2, 4, 8, 16, 32);

  /** The bare loop begins in the first, the operator in the second, and so on. */
  private static final int TURNS = 5;

  /** What the bare loop writes in a trial of a number of threads, as a part of a turn. */
  private static final int BUNCHES = 5;

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private record Turn(double bareRate, Ended operator) {

    double percentOfBare() {
      return 100 * operator.ends().rate() / bareRate;
    }
  }

  private record Ended(EndsShown ends, ApiServerWrites writes, double cpuSeconds) {}

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
        .withWarmUp(Duration.ofSeconds(30));
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters);
        BareWrites bare = new BareWrites(stage)) {
      int pairs = parameters.unfinished();
      stage.jobs().untracked(parameters);
      int threads = bare.bestThreads(Math.max(1, pairs / BUNCHES), THREADS);
      stage.setUpDone();
      OperatorProcess operator = stage.startWarmOperator();

      List<Turn> turns = new ArrayList<>();
      for (int i = 0; i < TURNS; i++) {
        BareWrites.Decided decided = bare.decide("bare-turn-%d-".formatted(i), pairs);
        List<String> running = shownToRun(stage, "turn-%d-".formatted(i), pairs);
        if (i % 2 == 0) {
          double bareRate = bare.write(decided, threads);
          turns.add(new Turn(bareRate, end(stage, operator, running)));
        } else {
          Ended ended = end(stage, operator, running);
          turns.add(new Turn(bare.write(decided, threads), ended));
        }
      }
      report(findings, turns, pairs);
      findings.show("the bare loop's threads", threads, Unit.NUMBER);
    }
  }

  private static List<String> shownToRun(Stage stage, String prefix, int count)
      throws InterruptedException {
    List<String> jobs = stage.jobs().running(prefix, count);
    Resources resources = stage.resources();
    Parallel.forEach(stage.parameters().threads(), jobs, resources::create);
    stage.await(
        "Until all are shown to run",
        LONGEST_WAIT,
        () -> stage.watch().showing(jobs, "INPROGRESS") == count);
    return jobs;
  }

  private static Ended end(Stage stage, OperatorProcess operator, List<String> jobs)
      throws InterruptedException {
    ApiServerWrites before = stage.writes();
    try (UsageMeter usage = new UsageMeter(operator.process().pid())) {
      EndsShown ends = new EndsShown(jobs);
      stage.watch().onShown(ends);
      stage.say("%,d jobs end".formatted(jobs.size()));
      jobs.forEach(job -> stage.sageMaker().jobs().complete(job, null));
      stage.await("Until all are shown", LONGEST_WAIT, () -> ends.missing() == 0);
      stage.say("The operator: %.0f pairs/s".formatted(ends.rate()));
      return new Ended(ends, stage.writes().since(before), usage.cpuSeconds());
    }
  }

  private static void report(Findings findings, List<Turn> turns, int pairs) {
    int all = turns.size() * pairs;
    double median =
        turns.stream()
            .map(Turn::percentOfBare)
            .sorted()
            .skip(turns.size() / 2)
            .findFirst()
            .orElseThrow();
    findings
        .atLeast("pairs a second, of the bare loop's, the median turn", median, Unit.PERCENT, 90)
        .atMost(
            "never shown",
            turns.stream().mapToInt(turn -> turn.operator().ends().missing()).sum(),
            Unit.NUMBER,
            0)
        .atMost(
            "status writes",
            turns.stream().mapToInt(turn -> turn.operator().writes().statuses()).sum(),
            Unit.NUMBER,
            all)
        .exactly(
            "Events",
            turns.stream().mapToInt(turn -> turn.operator().writes().events()).sum(),
            Unit.NUMBER,
            all)
        .show(
            "pairs a second, the mean",
            mean(turns, turn -> turn.operator().ends().rate()),
            Unit.PER_SECOND)
        .show("pairs a second, the bare loop's mean", mean(turns, Turn::bareRate), Unit.PER_SECOND);
    for (int i = 0; i < turns.size(); i++) {
      findings.show(
          "pairs a second, of the bare loop's, turn %d".formatted(i + 1),
          turns.get(i).percentOfBare(),
          Unit.PERCENT);
    }
    findings
        .show(
            "first status after, at the most",
            turns.stream()
                .mapToDouble(turn -> turn.operator().ends().secondsToFirst())
                .max()
                .orElseThrow(),
            Unit.SECONDS)
        .show(
            "last status after, at the most",
            turns.stream()
                .mapToDouble(turn -> turn.operator().ends().secondsToLast())
                .max()
                .orElseThrow(),
            Unit.SECONDS)
        .show(
            "CPU time of the operator for each pair",
            1000 * mean(turns, turn -> turn.operator().cpuSeconds()) / pairs,
            Unit.MILLISECONDS);
  }

  private static double mean(List<Turn> turns, ToDoubleFunction<Turn> value) {
    return turns.stream().mapToDouble(value).average().orElseThrow();
  }
}
