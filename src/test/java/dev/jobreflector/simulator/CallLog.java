package dev.jobreflector.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The exact account of every request that arrived, in order of arrival. The outcome is there before
 * the caller has the answer. Thread-safe.
 */
public final class CallLog {

  private final int kept;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<Operation, Long> operations = new TreeMap<>();
  private final List<WindowMeter> meters = new ArrayList<>();
  private long total;
  private int cleared;

  private CallLog(int kept) {
    this.kept = kept;
  }

  /** Keeps every call: for tests. */
  public static CallLog keepingAll() {
    return new CallLog(Integer.MAX_VALUE);
  }

  /** Keeps the newest calls and counts all. */
  public static CallLog keepingLast(int calls) {
    return new CallLog(calls);
  }

  /** Keeps no call and counts all: for long runs. See {@link #watch}. */
  public static CallLog countsOnly() {
    return new CallLog(0);
  }

  /** All requests that arrived. */
  public synchronized long count() {
    return total;
  }

  /** All requests for {@code operation} that arrived. */
  public synchronized long count(Operation operation) {
    return operations.getOrDefault(operation, 0L);
  }

  /** All requests for {@code operation} that ended so; outcomes as in {@link Call#outcome()}. */
  public synchronized long count(Operation operation, String outcome) {
    return counts.getOrDefault(key(operation, outcome), 0L);
  }

  /** The answered requests, counted by {@code "<operation> <outcome>"}, sorted. */
  public synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /** The calls kept, oldest first. */
  public synchronized List<Call> calls() {
    return entries.stream().map(Entry::call).toList();
  }

  /** The calls kept for one job, oldest first. */
  public List<Call> calls(String jobName) {
    return calls().stream().filter(call -> jobName.equals(call.jobName())).toList();
  }

  /** The worst window of all calls kept. Time is linear in their number. */
  public WindowCheck worstWindow(double rate, double burst) {
    return worstWindow(rate, burst, call -> true);
  }

  /** The worst window of the kept calls that match, for instance those of one account. */
  public WindowCheck worstWindow(double rate, double burst, Predicate<Call> which) {
    WindowMeter meter = new WindowMeter(rate, burst);
    calls().stream().filter(which).forEach(call -> meter.arrived(call.arrivalNanos()));
    return meter.worst();
  }

  /**
   * Measures windows from now on without keeping calls. The result is that of all calls since, read
   * whenever it is asked for.
   */
  public synchronized Watch watch(double rate, double burst) {
    WindowMeter meter = new WindowMeter(rate, burst);
    meters.add(meter);
    return () -> {
      synchronized (this) {
        return meter.worst();
      }
    };
  }

  /** Forgets all calls and counts; watches go on. */
  public synchronized void clear() {
    entries.clear();
    counts.clear();
    operations.clear();
    total = 0;
    cleared++;
  }

  /** A running measurement. */
  @FunctionalInterface
  public interface Watch {
    /** The worst window so far. */
    WindowCheck worst();
  }

  synchronized Entry arrived(Operation operation) {
    // Read under the lock, so that the order of the log is that of its times.
    long nanos = System.nanoTime();
    Entry entry = new Entry(new Call(nanos, operation, null, null, null, Call.PENDING));
    total++;
    operations.merge(operation, 1L, Long::sum);
    meters.forEach(meter -> meter.arrived(nanos));
    if (kept > 0) {
      if (entries.size() == kept) {
        entries.removeFirst();
      }
      entries.addLast(entry);
    }
    return entry;
  }

  private static String key(Operation operation, String outcome) {
    return operation.wireName() + " " + outcome;
  }

  /** A call that may still be going on. */
  final class Entry {
    private final int epoch = cleared;
    private Call call;

    private Entry(Call call) {
      this.call = call;
    }

    private Call call() {
      return call;
    }

    void identified(ApiRequest request) {
      synchronized (CallLog.this) {
        call =
            new Call(
                call.arrivalNanos(),
                call.operation(),
                request.jobName(),
                request.place(),
                request.listBegun(),
                call.outcome());
      }
    }

    void ended(String outcome) {
      synchronized (CallLog.this) {
        call =
            new Call(
                call.arrivalNanos(),
                call.operation(),
                call.jobName(),
                call.place(),
                call.listBegun(),
                outcome);
        if (epoch == cleared) {
          counts.merge(key(call.operation(), outcome), 1L, Long::sum);
        }
      }
    }
  }
}
