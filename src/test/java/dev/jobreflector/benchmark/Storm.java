package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.ApiServerWrites;
import dev.jobreflector.measurement.CallsWithin;
import dev.jobreflector.measurement.ChangeDelays;
import dev.jobreflector.measurement.Findings;
import dev.jobreflector.measurement.Percentiles;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** All running jobs end within a minute. */
final class Storm implements Scenario {

  private static final double LONGEST_WAIT = 3;

  @Override
  public String name() {
    return "storm";
  }

  @Override
  public String about() {
    return "all running jobs end within the duration";
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(1_000, 1_000, Duration.ofMinutes(1));
  }

  @Override
  public void run(Stages stages, Parameters parameters, Findings findings)
      throws InterruptedException {
    try (Stage stage = stages.open(parameters)) {
      List<String> jobs = stage.jobs().running("running-", parameters.unfinished());
      stage.jobs().untracked(parameters);
      stage.resources().storeReflected(jobs, parameters.threads());
      stage.setUpDone();
      stage.startWarmOperator();

      StatusWatch watch = stage.watch();
      ChangeDelays delays = new ChangeDelays(System::nanoTime);
      watch.onShown(seen -> delays.shown(seen.name(), seen.jobStatus(), seen.nanos()));
      ApiServerWrites before = stage.writes();
      long begin = System.nanoTime();
      Map<String, Long> ended = end(jobs, stage, delays);
      Duration limit =
          Duration.ofSeconds(60 + Math.round(LONGEST_WAIT * jobs.size() / parameters.rate()));
      stage.await(
          "Until all are shown", limit, () -> watch.showing(jobs, "COMPLETED") == jobs.size());
      long shown = System.nanoTime();
      report(findings, stage, ended, delays.all(), begin, shown, before);
    }
  }

  private static Map<String, Long> end(List<String> jobs, Stage stage, ChangeDelays delays)
      throws InterruptedException {
    List<String> inAnyOrder = new ArrayList<>(jobs);
    Collections.shuffle(inAnyOrder, new Random(stage.parameters().seed()));
    stage.say("%,d jobs end".formatted(jobs.size()));
    Map<String, Long> ended = new HashMap<>();
    long begin = System.nanoTime();
    long pause = stage.parameters().duration().toNanos() / jobs.size();
    for (String job : inAnyOrder) {
      ended.put(job, System.nanoTime());
      delays.changes(job, "COMPLETED");
      stage.sageMaker().jobs().complete(job, JobPlan.DEFAULT_IMAGE);
      long next = begin + ended.size() * pause;
      stage.await("Jobs end", Duration.ofNanos(Math.max(0, next - System.nanoTime())), () -> false);
    }
    return ended;
  }

  private static void report(
      Findings findings,
      Stage stage,
      Map<String, Long> ended,
      Percentiles delays,
      long begin,
      long shown,
      ApiServerWrites before) {
    Parameters parameters = stage.parameters();
    CallsWithin all = CallsWithin.of(stage.sageMaker().calls(), begin, shown);
    CallsWithin untilDescribed =
        CallsWithin.of(stage.sageMaker().calls(), begin, all.describedAll(ended));
    int pages = all.count(Operation.LIST);
    double fair = (ended.size() + pages) / parameters.rate();
    ApiServerWrites writes = stage.writes().since(before);
    int notShown = ended.size() - stage.watch().showing(List.copyOf(ended.keySet()), "COMPLETED");
    findings
        .atLeast(
            "budget used until all were described",
            untilDescribed.budgetUsed(parameters.rate()),
            Unit.PERCENT,
            95)
        .atMost(
            "longest time without a sweep", untilDescribed.longestWithoutSweep(), Unit.SECONDS, 15)
        .atMost("last status, of (jobs + pages) / rate", all.seconds() / fair, Unit.TIMES, 1.1)
        .atMost("jobs never shown", notShown, Unit.NUMBER, 0)
        .atMost(
            "calls beyond burst + rate·t in the worst window",
            all.excess(parameters.rate(), parameters.burst()),
            Unit.NUMBER,
            0)
        .show("last status", all.seconds(), Unit.SECONDS)
        .show("delay p50", delays.at(0.5), Unit.SECONDS)
        .show("delay p95", delays.at(0.95), Unit.SECONDS)
        .show("jobs", ended.size(), Unit.NUMBER)
        .show("pages", pages, Unit.NUMBER)
        .show("describes", all.count(Operation.DESCRIBE), Unit.NUMBER)
        .show("throttled calls", all.throttledPercent(), Unit.PERCENT)
        .show("status writes", writes.statuses(), Unit.NUMBER)
        .show("Events", writes.events(), Unit.NUMBER);
  }
}
