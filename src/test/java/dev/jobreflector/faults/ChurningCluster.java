package dev.jobreflector.faults;

import dev.jobreflector.measurement.Parallel;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.operator.OperatorProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Namespaces and resources come and go, and requests change all the time, while others live. */
final class ChurningCluster implements FaultScenario {

  private static final Duration MOVE_EACH = Duration.ofMillis(500);
  private static final int QUARTERS = 4;
  private static final int AT_ONCE = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final double FORGOTTEN_WITHIN_SECONDS = 30;

  /** The contract: so many namespaces that are gone have series. */
  private static final int MOST_GONE_NAMESPACES = 1000;

  private static final double MOST_HEAP_GROWTH = 2;
  private static final double MOST_RESIDENT_GROWTH = 24;
  private static final double MOST_MORE_THREADS = 8;

  /** Outcomes that were not seen before have series of their own from then on. */
  private static final double MOST_MORE_SERIES = 20;

  @Override
  public String name() {
    return "churn";
  }

  @Override
  public String about() {
    return "short-lived namespaces and resources, and requests that change all the time";
  }

  /** So many short-lived resources; the duration is the longest that a namespace of them lives. */
  @Override
  public Extent extent() {
    return Extent.of(24, 4000, Duration.ofSeconds(4));
  }

  @Override
  public void run(Trials trials, Extent extent, Judge judge) throws InterruptedException {
    try (Trial trial = trials.open(extent);
        LoudResources loud = new LoudResources(trial)) {
      new Run(trial, loud, new BusyJobs(trial)).judge(judge);
    }
  }

  private static final class Run {
    private final Trial trial;
    private final LoudResources loud;
    private final BusyJobs jobs;
    private final int quarter;
    private final AtomicInteger shown = new AtomicInteger();
    private double forgotten;

    private Run(Trial trial, LoudResources loud, BusyJobs jobs) {
      this.trial = trial;
      this.loud = loud;
      this.jobs = jobs;
      this.quarter = Math.max(1, trial.extent().times() / ShortLivedNamespace.RESOURCES / QUARTERS);
    }

    private void judge(Judge judge) throws InterruptedException {
      OperatorProcess operator =
          trial.operators().start(trial.operator("churn").without("--namespaces"));
      loud.begin();
      List<Footprint> footprints = new ArrayList<>();
      for (int i = 0; i < QUARTERS; i++) {
        churn(i * quarter);
        footprints.add(rest(operator));
        trial.say("%d namespaces gone: %s".formatted((i + 1) * quarter, footprints.get(i)));
      }
      loud.judge(judge);
      int namespaces = QUARTERS * quarter;
      judge
          .show("namespaces that came and went", namespaces, Unit.NUMBER)
          .show("resources in them", namespaces * ShortLivedNamespace.RESOURCES, Unit.NUMBER)
          .show("of them shown before they went", shown.get(), Unit.NUMBER)
          .atMost(
              "all forgotten after they went within",
              forgotten,
              Unit.SECONDS,
              FORGOTTEN_WITHIN_SECONDS);
      judgeGrowth(footprints.get(0), footprints.get(QUARTERS - 1), judge);
      Aftermath.of(trial, jobs).judge(judge);
    }

    private void churn(int first) throws InterruptedException {
      BusyJobs.Moving moving = jobs.moving(MOVE_EACH);
      try {
        Parallel.forEach(
            AT_ONCE,
            IntStream.range(first, first + quarter).boxed().toList(),
            number -> shown.addAndGet(namespace(number).live(trial.extent().duration())));
      } finally {
        moving.stop();
      }
    }

    private ShortLivedNamespace namespace(int number) {
      return new ShortLivedNamespace(trial, number, new Random(trial.extent().seed() + number));
    }

    /** Waits until nothing is left of those that went, and looks. */
    private Footprint rest(OperatorProcess operator) throws InterruptedException {
      long gone = System.nanoTime();
      Trial.await(PATIENCE, () -> operator.metric("jobreflector_jobs{") == present());
      forgotten = Math.max(forgotten, (System.nanoTime() - gone) / 1e9);
      Aftermath.secondsToShow(jobs);
      return Footprint.of(operator);
    }

    private int present() {
      return jobs.names().size() + LoudResources.count();
    }

    private void judgeGrowth(Footprint first, Footprint last, Judge judge) {
      judge
          .show("live heap after a quarter", first.heapMebibytes(), Unit.MEBIBYTES)
          .atMost(
              "its growth from then on",
              last.heapMebibytes() - first.heapMebibytes(),
              Unit.MEBIBYTES,
              MOST_HEAP_GROWTH)
          .show("RSS after a quarter", first.residentMebibytes(), Unit.MEBIBYTES)
          .atMost(
              "growth of RSS from then on",
              last.residentMebibytes() - first.residentMebibytes(),
              Unit.MEBIBYTES,
              MOST_RESIDENT_GROWTH)
          .show("threads after a quarter", first.threads(), Unit.NUMBER)
          .atMost(
              "threads that came from then on",
              last.threads() - first.threads(),
              Unit.NUMBER,
              MOST_MORE_THREADS)
          .atMost(
              "resources in the heap that are gone",
              Math.max(0, last.held() - present()),
              Unit.NUMBER,
              LoudResources.count())
          .show("series of metrics after a quarter", first.series(), Unit.NUMBER)
          .atMost(
              "series that came from then on",
              last.series() - first.series(),
              Unit.NUMBER,
              MOST_MORE_SERIES)
          .atMost("namespaces in series", last.namespaces(), Unit.NUMBER, MOST_GONE_NAMESPACES + 2);
    }
  }
}
