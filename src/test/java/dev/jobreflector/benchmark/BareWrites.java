package dev.jobreflector.benchmark;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.decision.Decision;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.measurement.Parallel;
import dev.jobreflector.reconcile.EventWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the operator's writes cost without an operator: a loop on some threads that makes the same
 * Fabric8 calls. The benchmark watches what they come to as it does with an operator.
 */
final class BareWrites implements AutoCloseable {

  /** Written before it counts: the JIT compiler and the API server have to warm up. */
  private static final int WARM_UP = 200;

  private static final Duration SEEN_WITHIN = Duration.ofMinutes(1);

  /** An Event and a status to be written. */
  private record Pair(OptimizationJob resource, Decision decision) {}

  /** Pairs that are decided, of jobs that have ended. */
  record Decided(List<String> jobs, List<Pair> pairs) {}

  private final Stage stage;
  private final Resources resources;
  private final StatusWatch watch;
  private final EventWriter events;

  BareWrites(Stage stage) {
    this.stage = stage;
    this.resources = stage.unwatchedResources();
    this.watch = resources.watch();
    this.events =
        new EventWriter(
            stage.server().client(), "bare-loop", stage.sageMaker().clock(), (kind, outcome) -> {});
  }

  /** Writes once on some threads, of jobs of its own: how much of it a second. */
  private interface Trial {
    double rate(String prefix, int threads) throws InterruptedException;
  }

  /**
   * On which of these numbers of threads Events and statuses of jobs that ended are written at the
   * best rate.
   *
   * @param pairs how many are written each time
   */
  int bestThreads(int pairs, List<Integer> threadCounts) throws InterruptedException {
    double unused = write(decide("warm-up-", WARM_UP), 16);
    return best(threadCounts, (prefix, threads) -> write(decide(prefix, pairs), threads));
  }

  /**
   * Makes resources of running jobs, ends the jobs, and decides what to write.
   *
   * @param prefix of the jobs' names
   */
  Decided decide(String prefix, int count) throws InterruptedException {
    List<String> jobs = stage.jobs().running(prefix, count);
    resources.storeReflected(jobs, stage.parameters().threads());
    jobs.forEach(job -> stage.sageMaker().jobs().complete(job, null));
    Queue<Pair> pairs = new ConcurrentLinkedQueue<>();
    Parallel.forEach(
        stage.parameters().threads(),
        jobs,
        job -> {
          OptimizationJob resource = resources.get(job);
          Decision decision = stage.reflected().decide(resource, stage.reflected().describe(job));
          pairs.add(new Pair(resource, decision));
        });
    remove(jobs);
    return new Decided(jobs, List.copyOf(pairs));
  }

  /** Writes what was decided: how many pairs of Event and status a second. */
  double write(Decided decided, int threads) throws InterruptedException {
    EndsShown ends = watchEnds(decided.jobs());
    Parallel.forEach(
        threads,
        decided.pairs(),
        pair -> {
          events.create(pair.resource(), pair.decision().announcements());
          resources.apply(pair.resource(), pair.decision().status());
        });
    awaitAll(ends);
    stage.say("Bare loop, %d threads: %.0f pairs/s".formatted(threads, ends.rate()));
    return ends.rate();
  }

  /**
   * On which of these numbers of threads so many resources are created and their status is written
   * in the shortest time.
   */
  int bestThreadsToCreateAndShow(int count, List<Integer> threadCounts)
      throws InterruptedException {
    double unused = createAndShow("warm-up-", WARM_UP, 16);
    return best(threadCounts, (prefix, threads) -> 1 / createAndShow(prefix, count, threads));
  }

  /**
   * Creates resources of finished jobs and writes their status: in how many seconds.
   *
   * @param prefix of the jobs' names
   */
  double createAndShow(String prefix, int count, int threads) throws InterruptedException {
    List<String> jobs = stage.jobs().finished(prefix, count);
    Map<String, Observation.Found> described = described(jobs);
    EndsShown ends = watchEnds(jobs);
    Parallel.forEach(
        threads,
        jobs,
        job -> {
          OptimizationJob resource = resources.create(job);
          resources.apply(
              resource, stage.reflected().decide(resource, described.get(job)).status());
        });
    awaitAll(ends);
    remove(jobs);
    stage.say("Bare loop, %d threads: %.2f s".formatted(threads, ends.secondsToLast()));
    return ends.secondsToLast();
  }

  // Each twice, there and back: the server warms up meanwhile, and a shared machine is faster in
  // one minute than in another.
  private static int best(List<Integer> threadCounts, Trial trial) throws InterruptedException {
    Map<Integer, Double> rates = new LinkedHashMap<>();
    for (int threads : threadCounts) {
      rates.put(threads, trial.rate("bare-%d-".formatted(threads), threads));
    }
    List<Integer> back = new ArrayList<>(threadCounts);
    Collections.reverse(back);
    for (int threads : back) {
      rates.merge(threads, trial.rate("bare-%d-again-".formatted(threads), threads), Double::sum);
    }
    return Collections.max(rates.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private EndsShown watchEnds(List<String> jobs) {
    EndsShown ends = new EndsShown(jobs);
    watch.onShown(ends);
    return ends;
  }

  private void awaitAll(EndsShown ends) throws InterruptedException {
    if (!stage.await("Until all are seen", SEEN_WITHIN, () -> ends.missing() == 0)) {
      throw new IllegalStateException(ends.missing() + " were not seen");
    }
  }

  // The operator's lists are not to be longer for them.
  private void remove(List<String> jobs) {
    jobs.forEach(stage.sageMaker().jobs()::remove);
  }

  private Map<String, Observation.Found> described(List<String> jobs) throws InterruptedException {
    Map<String, Observation.Found> described = new ConcurrentHashMap<>();
    Parallel.forEach(
        stage.parameters().threads(),
        jobs,
        job -> described.put(job, stage.reflected().describe(job)));
    return described;
  }

  @Override
  public void close() {
    watch.close();
  }
}
