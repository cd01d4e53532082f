package dev.jobreflector.polling;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of all accounts and regions: one timer thread, and one thread for each call in
 * flight. An idle account and region uses no thread. An account and region that does not answer
 * uses only the threads of its own calls. Thread-safe.
 */
final class CallThreads implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CallThreads.class);

  private static final Duration IDLE_FOR = Duration.ofSeconds(30);

  private final ThreadPoolExecutor calls;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, daemons(() -> "poll-timer"));

  /** Creates threads on demand. */
  CallThreads() {
    this(numberedDaemons());
  }

  /** Makes the threads of calls by this factory. */
  CallThreads(ThreadFactory factory) {
    calls =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_FOR.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            factory);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Runs a call at once, on its own thread. Does nothing after {@link #close}. */
  void run(Runnable call) {
    try {
      calls.execute(call);
    } catch (RejectedExecutionException e) {
      log.debug("Closed: no more calls");
    }
  }

  /**
   * Runs a task on the timer thread after this wait. The task must not block. Does nothing after
   * {@link #close}.
   */
  Future<?> after(Duration wait, Runnable task) {
    try {
      return timer.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("Closed: no more wake-ups");
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Interrupts the calls in flight and begins no more. */
  @Override
  public void close() {
    timer.shutdownNow();
    calls.shutdownNow();
  }

  private static ThreadFactory numberedDaemons() {
    AtomicInteger count = new AtomicInteger();
    return daemons(() -> "poll-" + count.incrementAndGet());
  }

  private static ThreadFactory daemons(Supplier<String> name) {
    return task -> {
      Thread thread = new Thread(task, name.get());
      thread.setDaemon(true);
      return thread;
    };
  }
}
