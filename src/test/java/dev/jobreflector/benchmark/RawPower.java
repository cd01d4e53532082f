package dev.jobreflector.benchmark;

import dev.jobreflector.operator.OperatorProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Nothing limits the operator but itself and the API server. It and the bare loop take turns, since
 * a shared machine is not as fast in one minute as in the next; of what each turn says by the two
 * around it, the median counts.
 */
final class RawPower implements Scenario {

  private static final int[] THREADS = {1, 2, 4, 8, 16, 32};

  /** The operator's turns; the bare loop has one before each and one after the last. */
  private static final int TURNS = 5;

  /** What the bare loop writes to find its number of threads, as a part of a turn. */
  private static final int BUNCHES = 5;

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private record Turn(EndsShown ends, ApiServerWrites writes, double cpuSeconds) {}

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

      List<Double> bareRates = new ArrayList<>();
      List<Turn> turns = new ArrayList<>();
      for (int i = 0; i < TURNS; i++) {
        bareRates.add(bare.rateOfPairs("bare-turn-%d-".formatted(i), pairs, threads));
        turns.add(turn(stage, operator, "turn-%d-".formatted(i), pairs));
      }
      bareRates.add(bare.rateOfPairs("bare-last-turn-", pairs, threads));
      report(findings, turns, bareRates, pairs);
      findings.show("the bare loop's threads", threads, Unit.NUMBER);
    }
  }

  private static Turn turn(Stage stage, OperatorProcess operator, String prefix, int pairs)
      throws InterruptedException {
    List<String> jobs = stage.jobs().running(prefix, pairs);
    Resources resources = stage.resources();
    Parallel.forEach(stage.parameters().threads(), jobs, resources::create);
    stage.await(
        "Until all are shown to run",
        LONGEST_WAIT,
        () -> stage.watch().showing(jobs, "INPROGRESS") == pairs);
    ApiServerWrites before = stage.writes();
    try (UsageMeter usage = new UsageMeter(operator.process().pid())) {
      EndsShown ends = new EndsShown(jobs);
      stage.watch().onShown(ends);
      stage.say("%,d jobs end".formatted(pairs));
      jobs.forEach(job -> stage.sageMaker().jobs().complete(job, null));
      stage.await("Until all are shown", LONGEST_WAIT, () -> ends.missing() == 0);
      stage.say("The operator: %.0f pairs/s".formatted(ends.rate()));
      return new Turn(ends, stage.writes().since(before), usage.cpuSeconds());
    }
  }

  private static void report(
      Findings findings, List<Turn> turns, List<Double> bareRates, int pairs) {
    List<Double> rates = turns.stream().map(turn -> turn.ends().rate()).toList();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rates.size(); i++) {
      ratios.add(100 * rates.get(i) / mean(bareRates.subList(i, i + 2)));
    }
    double median = ratios.stream().sorted().skip(ratios.size() / 2).findFirst().orElseThrow();
    int all = turns.size() * pairs;
    findings
        .atLeast("pairs a second, of the bare loop's, the median turn", median, Unit.PERCENT, 90)
        .atMost(
            "never shown",
            turns.stream().mapToInt(turn -> turn.ends().missing()).sum(),
            Unit.NUMBER,
            0)
        .atMost(
            "status writes",
            turns.stream().mapToInt(turn -> turn.writes().statuses()).sum(),
            Unit.NUMBER,
            all)
        .atMost(
            "Events",
            turns.stream().mapToInt(turn -> turn.writes().events()).sum(),
            Unit.NUMBER,
            all)
        .show("pairs a second, the mean", mean(rates), Unit.PER_SECOND)
        .show("pairs a second, the bare loop's mean", mean(bareRates), Unit.PER_SECOND);
    for (int i = 0; i < ratios.size(); i++) {
      findings.show(
          "pairs a second in turn %d, of the bare loop's around it".formatted(i + 1),
          ratios.get(i),
          Unit.PERCENT);
    }
    findings
        .show(
            "first status after, at the most",
            turns.stream().mapToDouble(turn -> turn.ends().secondsToFirst()).max().orElseThrow(),
            Unit.SECONDS)
        .show(
            "last status after, at the most",
            turns.stream().mapToDouble(turn -> turn.ends().secondsToLast()).max().orElseThrow(),
            Unit.SECONDS)
        .show(
            "CPU time of the operator for each pair",
            1000 * turns.stream().mapToDouble(Turn::cpuSeconds).sum() / all,
            Unit.MILLISECONDS);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
