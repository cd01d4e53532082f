package dev.jobreflector.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * A scenario in each of its accounts and regions. In the operator, too, they have nothing in
 * common; so they run one after another, or beside one another, and come to the same.
 */
final class SimulationRun {

  private final VirtualScenario scenario;
  private final Size size;

  SimulationRun(VirtualScenario scenario, Size size) {
    this.scenario = scenario;
    this.size = size;
  }

  /**
   * What was measured in each, in their order.
   *
   * @param threads how many run at once
   * @param done is told how many have ended
   */
  List<Outcome> outcomes(int threads, IntConsumer done)
      throws InterruptedException, ExecutionException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Outcome>> running = new ArrayList<>();
      for (int i = 0; i < size.regions(); i++) {
        int region = i;
        running.add(executor.submit(() -> scenario.run(new VirtualStage(size, region))));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> one : running) {
        outcomes.add(one.get());
        done.accept(outcomes.size());
      }
      return outcomes;
    } finally {
      executor.shutdownNow();
    }
  }
}
