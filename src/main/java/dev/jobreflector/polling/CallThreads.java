package dev.jobreflector.polling;

import java.time.Duration;
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
 * The threads of all accounts and regions: one that waits for due times, and one for each call that
 * is under way. An account and region that is idle has none; one that does not answer keeps no more
 * than its own calls. Thread-safe.
 */
final class CallThreads implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CallThreads.class);

  private static final Duration IDLE_FOR = Duration.ofSeconds(30);

  private final AtomicInteger count = new AtomicInteger();
  private final ThreadPoolExecutor calls =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_FOR.toSeconds(),
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          daemons(() -> "poll-" + count.incrementAndGet()));
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, daemons(() -> "poll-timer"));

  CallThreads() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Runs this at once, on a thread of its own. Does nothing once closed. */
  void run(Runnable call) {
    try {
      calls.execute(call);
    } catch (RejectedExecutionException e) {
      log.debug("Closed: no more calls");
    }
  }

  /** Runs this on the one thread for due times, after this long. It must not block. */
  Future<?> after(Duration wait, Runnable task) {
    return timer.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Interrupts the calls that are under way, and begins no more. */
  @Override
  public void close() {
    timer.shutdownNow();
    calls.shutdownNow();
  }

  private static ThreadFactory daemons(Supplier<String> name) {
    return task -> {
      Thread thread = new Thread(task, name.get());
      thread.setDaemon(true);
      return thread;
    };
  }
}
