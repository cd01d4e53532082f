package dev.jobreflector.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The project's own meters, named in the contract; no label ever has a job's name. Timers give
 * histograms, so that delays can be judged by quantile over all replicas.
 */
public final class ReflectorMeters {

  private static final String PREFIX = "jobreflector.";

  private final MeterRegistry registry;
  private final AtomicBoolean leader = new AtomicBoolean();

  /** Meters in this registry. */
  public ReflectorMeters(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder(PREFIX + "leader", leader, held -> held.get() ? 1 : 0)
        .description("1 where this replica is the one that reflects")
        .register(registry);
  }

  /** This replica leads, or leads no longer. */
  public void leading(boolean leads) {
    leader.set(leads);
  }

  /** True while this replica leads. */
  public boolean isLeading() {
    return leader.get();
  }

  /** A job's new state is shown, this long after the job entered it. */
  public void transition(String namespace, String region, String status, Duration delay) {
    Counter.builder(PREFIX + "transitions")
        .description("State changes of jobs shown")
        .tag("namespace", namespace)
        .tag("region", region)
        .tag("status", status)
        .register(registry)
        .increment();
    Timer.builder(PREFIX + "reflection.delay")
        .description("From a job's change in AWS to its status written")
        .serviceLevelObjectives(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1))
        .register(registry)
        .record(delay.isNegative() ? Duration.ZERO : delay);
  }

  /** A call to AWS ended. */
  public void awsRequest(String operation, String outcome, String region, Duration duration) {
    Timer.builder(PREFIX + "aws.requests")
        .description("Calls to AWS by how they ended")
        .tag("operation", operation)
        .tag("outcome", outcome)
        .tag("region", region)
        .serviceLevelObjectives(
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10))
        .register(registry)
        .record(duration);
  }

  /** A poll that was due waited this long for the request budget. */
  public void budgetWait(Duration wait) {
    Timer.builder(PREFIX + "aws.budget.wait")
        .description("How long due polls waited for the request budget")
        .serviceLevelObjectives(
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30))
        .register(registry)
        .record(wait);
  }

  /** A write to the cluster ended. */
  public void kubernetesWrite(String kind, String outcome) {
    Counter.builder(PREFIX + "kubernetes.writes")
        .description("Writes to the cluster by how they ended")
        .tag("kind", kind)
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }

  /** AWS returned a response member that this version does not know. */
  public void unknownMember(String member) {
    Counter.builder(PREFIX + "unknown.members")
        .description("Response members this version does not know")
        .tag("member", member)
        .register(registry)
        .increment();
  }
}
