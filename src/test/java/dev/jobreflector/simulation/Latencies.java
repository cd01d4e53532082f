package dev.jobreflector.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long things take that a virtual clock does not take by itself.
 *
 * @param call a call to AWS, there and back
 * @param spread how far a call may be from that, as a part of it: below 1
 * @param reconcile from an answer, or a new resource, to the decision
 * @param creation from one of many resources that are created at once to the next
 * @param write from the decision until a watch sees the status: the Event, the status, the watch
 */
record Latencies(
    Duration call, double spread, Duration reconcile, Duration creation, Duration write) {

  private static final Latencies LOOPBACK =
      new Latencies(
          Duration.ofMillis(5),
          0.5,
          Duration.ofMillis(5),
          Duration.ofMillis(3),
          Duration.ofMillis(20));

  /** As on the machine of the benchmark, where all are neighbours. */
  static Latencies loopback() {
    return LOOPBACK;
  }

  /** As from a cluster to SageMaker in its region. */
  static Latencies region() {
    return LOOPBACK.withCall(Duration.ofMillis(150));
  }

  /** Calls that all take so long; the rest takes no time. */
  static Latencies ofCalls(Duration call) {
    return new Latencies(call, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }

  Latencies withCall(Duration time) {
    return new Latencies(time, spread, reconcile, creation, write);
  }

  Latencies withCreation(Duration time) {
    return new Latencies(call, spread, reconcile, time, write);
  }

  /** Half of a call: the way to AWS, or back. */
  Duration oneWay(SplittableRandom random) {
    double factor = 1 + spread * (2 * random.nextDouble() - 1);
    return Duration.ofNanos(Math.round(call.toNanos() / 2.0 * factor));
  }
}
