package dev.jobreflector.measurement;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The same for many things, on some threads at once. */
public final class Parallel {

  private Parallel() {}

  /**
   * Returns once it is done for all of them, begun in their order.
   *
   * @throws IllegalStateException where it failed for one
   */
  public static <T> void forEach(int threads, List<T> things, Consumer<T> action)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(
            executor.submit(
                () -> {
                  for (int n = next.getAndIncrement();
                      n < things.size();
                      n = next.getAndIncrement()) {
                    action.accept(things.get(n));
                  }
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }
}
