package dev.jobreflector.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What goes wrong, changeable while the simulator runs. A request meets the limits first, then the
 * latency, then each injected fault in the order of injection. Thread-safe.
 */
public final class Faults {

  private final LongSupplier nanoTime;
  private final List<Limit> limits = new CopyOnWriteArrayList<>();
  private final Map<Operation, Duration> latencies = new ConcurrentHashMap<>();
  private final List<Injection> injections = new CopyOnWriteArrayList<>();

  Faults(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Each account and region gets at most {@code burst} + {@code rate}·t requests answered in t
   * seconds, all operations together; the others get ThrottlingException. In place of every limit
   * set before; the buckets start full.
   */
  public void throttle(double rate, double burst) {
    unthrottle();
    limits.add(new Limit(When.always().operations(), rate, burst));
  }

  /** The same for one operation, on top of the limits set before. */
  public void throttle(Operation operation, double rate, double burst) {
    limits.removeIf(limit -> limit.operations.equals(Set.of(operation)));
    limits.add(new Limit(Set.of(operation), rate, burst));
  }

  /** Lifts all limits. */
  public void unthrottle() {
    limits.clear();
  }

  /** The time each answer takes longer; zero for none. */
  public void latency(Duration latency) {
    for (Operation operation : Operation.values()) {
      latency(operation, latency);
    }
  }

  /** The time each answer of this operation takes longer; zero for none. */
  public void latency(Operation operation, Duration latency) {
    latencies.put(operation, latency);
  }

  /** Every request meets {@code fault} until it is removed. */
  public Injection inject(Fault fault) {
    return inject(When.always(), fault);
  }

  /** Requests that match meet {@code fault} until it is spent or removed. */
  public Injection inject(When when, Fault fault) {
    Injection injection = new Injection(when, fault);
    injections.add(injection);
    return injection;
  }

  /** All is well again: no limit, no latency, no fault. */
  public void clear() {
    unthrottle();
    latencies.clear();
    injections.clear();
  }

  /** {@code api} behind all that is wrong now. */
  Reply answer(ApiRequest request, Service api) throws InterruptedException {
    for (Limit limit : limits) {
      if (!limit.allows(request)) {
        return Fault.throttled().answer(request, api);
      }
    }
    Duration latency = latencies.getOrDefault(request.operation(), Duration.ZERO);
    if (!latency.isZero()) {
      TimeUnit.NANOSECONDS.sleep(latency.toNanos());
    }
    Service service = api;
    Injection[] now = injections.toArray(new Injection[0]);
    for (int i = now.length - 1; i >= 0; i--) {
      service = behind(now[i], service);
    }
    return service.answer(request);
  }

  private static Service behind(Injection injection, Service next) {
    return request ->
        injection.hit(request) ? injection.fault.answer(request, next) : next.answer(request);
  }

  /** A fault at work. */
  public final class Injection {
    private final When when;
    private final Fault fault;
    private final AtomicInteger hits = new AtomicInteger();

    private Injection(When when, Fault fault) {
      this.when = when;
      this.fault = fault;
    }

    /** How many requests met it. */
    public int hits() {
      return hits.get();
    }

    /** Ends it; no effect if it has ended. */
    public void remove() {
      injections.remove(this);
    }

    private boolean hit(ApiRequest request) {
      if (!when.matches(request)) {
        return false;
      }
      int before = hits.getAndUpdate(n -> Math.min(n + 1, when.times()));
      return before < when.times();
    }
  }

  private final class Limit {
    private final Set<Operation> operations;
    private final double rate;
    private final double burst;
    private final Map<AccountRegion, TokenBucket> buckets = new ConcurrentHashMap<>();

    Limit(Set<Operation> operations, double rate, double burst) {
      this.operations = operations;
      this.rate = rate;
      this.burst = burst;
    }

    boolean allows(ApiRequest request) {
      return !operations.contains(request.operation())
          || buckets
              .computeIfAbsent(request.place(), p -> new TokenBucket(rate, burst, nanoTime))
              .take();
    }
  }
}
