package dev.jobreflector.benchmark;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** When these resources were seen to show that their jobs have ended, from now on. Thread-safe. */
final class EndsShown implements Consumer<StatusWatch.Shown> {

  private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "STOPPED");

  private final Set<String> resources;
  private final long begin = System.nanoTime();
  private final AtomicLong first = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  EndsShown(Collection<String> resources) {
    this.resources = Set.copyOf(resources);
  }

  @Override
  public void accept(StatusWatch.Shown shown) {
    String status = shown.jobStatus();
    boolean ended = status != null && ENDED.contains(status);
    if (ended && resources.contains(shown.name()) && seen.add(shown.name())) {
      first.accumulateAndGet(shown.nanos(), Math::min);
      last.accumulateAndGet(shown.nanos(), Math::max);
    }
  }

  /** How many were not seen. */
  int missing() {
    return resources.size() - seen.size();
  }

  /** How many a second, from the first seen to the last. */
  double rate() {
    return (seen.size() - 1) / ((last.get() - first.get()) / 1e9);
  }

  /** The seconds to the first seen. */
  double secondsToFirst() {
    return (first.get() - begin) / 1e9;
  }

  /** The seconds to the last seen. */
  double secondsToLast() {
    return (last.get() - begin) / 1e9;
  }
}
