package dev.jobreflector.measurement;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** What a process uses from now until this is closed; looks each second. */
public final class UsageMeter implements AutoCloseable {

  private final ProcessUsage process;
  private final double cpuBefore;
  private final long begin = System.nanoTime();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "usage");
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledFuture<?> looking;
  private volatile double highestResident;

  public UsageMeter(long pid) {
    process = new ProcessUsage(pid);
    cpuBefore = process.cpuSeconds();
    look();
    looking = timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  /** CPU time since this began. */
  public double cpuSeconds() {
    return process.cpuSeconds() - cpuBefore;
  }

  /** CPU time since this began, in percent of one core. */
  public double cpuPercent() {
    return 100 * cpuSeconds() / ((System.nanoTime() - begin) / 1e9);
  }

  /** The most memory that was seen resident since this began. */
  public double residentMebibytes() {
    return highestResident;
  }

  /** The most memory that was ever resident, start included. */
  public double peakMebibytes() {
    return process.peakMebibytes();
  }

  @Override
  public void close() {
    looking.cancel(false);
    timer.shutdown();
  }

  private void look() {
    highestResident = Math.max(highestResident, process.residentMebibytes());
  }
}
