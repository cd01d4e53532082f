package dev.jobreflector.benchmark;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** When resources were seen to show that their jobs have ended, from now on. Thread-safe. */
final class EndsShown implements Consumer<StatusWatch.Shown> {

  private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "STOPPED");

  private final AtomicLong first = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  @Override
  public void accept(StatusWatch.Shown shown) {
    String status = shown.jobStatus();
    if (status != null && ENDED.contains(status) && seen.add(shown.name())) {
      first.accumulateAndGet(shown.nanos(), Math::min);
      last.accumulateAndGet(shown.nanos(), Math::max);
    }
  }

  /** How many were seen. */
  int count() {
    return seen.size();
  }

  /** How many a second, from the first seen to the last. */
  double rate() {
    return (count() - 1) / ((last.get() - first.get()) / 1e9);
  }

  /** The seconds from then to the first seen. */
  double secondsToFirst(long nanos) {
    return (first.get() - nanos) / 1e9;
  }

  /** The seconds from then to the last seen. */
  double secondsToLast(long nanos) {
    return (last.get() - nanos) / 1e9;
  }
}
