package dev.jobreflector.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The operator's own meters. docs/reference.md lists them, and no label contains a job's name.
 * Timers export histograms, so that users can compute quantiles of delays over all replicas.
 */
public final class ReflectorMeters {

  private static final String PREFIX = "jobreflector.";

  private final MeterRegistry registry;
  private final TransitionCounters transitions;
  private final Timer reflectionDelay;
  private final MeterProvider<Timer> awsRequests;
  private final Timer budgetWait;
  private final MeterProvider<Counter> kubernetesWrites;
  private final MeterProvider<Counter> unknownMembers;

  /**
   * Creates the meters in this registry.
   *
   * @param namespaces gives the namespaces that have resources now
   */
  public ReflectorMeters(MeterRegistry registry, Supplier<Set<String>> namespaces, Clock clock) {
    this.registry = registry;
    transitions = new TransitionCounters(registry, namespaces, clock);
    reflectionDelay =
        Timer.builder(PREFIX + "reflection.delay")
            .description("Time from a job's change in AWS until its status is written")
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
            .register(registry);
    awsRequests =
        Timer.builder(PREFIX + "aws.requests")
            .description("Calls to AWS by outcome")
            .serviceLevelObjectives(
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10))
            .withRegistry(registry);
    budgetWait =
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
            .register(registry);
    kubernetesWrites =
        Counter.builder(PREFIX + "kubernetes.writes")
            .description("Writes to the cluster by outcome")
            .withRegistry(registry);
    unknownMembers =
        Counter.builder(PREFIX + "unknown.members")
            .description("Response members that this version does not know")
            .withRegistry(registry);
  }

  /** Exports the number of resources that cannot be read and are not reflected. */
  public void unreadableResources(Supplier<Number> count) {
    Gauge.builder(PREFIX + "unreadable.resources", count)
        .description("Resources that are not reflected because their spec cannot be read")
        .register(registry);
  }

  /** Exports whether this replica leads. */
  public void leader(BooleanSupplier leading) {
    Gauge.builder(PREFIX + "leader", () -> leading.getAsBoolean() ? 1 : 0)
        .description("1 if this replica is the leader")
        .register(registry);
  }

  /** Records that status shows a new state, and how long after the job entered it. */
  public void transition(String namespace, String region, String status, Duration delay) {
    transitions.increment(namespace, region, status);
    reflectionDelay.record(delay.isNegative() ? Duration.ZERO : delay);
  }

  /**
   * Removes the series of namespaces that have had no resources for long enough. Called before each
   * scrape.
   */
  public void expire() {
    transitions.expire();
  }

  /** Records the end of a call to AWS. */
  public void awsRequest(String operation, String outcome, String region, Duration duration) {
    awsRequests
        .withTags("operation", operation, "outcome", outcome, "region", region)
        .record(duration);
  }

  /** Records how long a due poll waited for the request budget. */
  public void budgetWait(Duration wait) {
    budgetWait.record(wait);
  }

  /** Records the end of a write to the cluster. */
  public void kubernetesWrite(String kind, String outcome) {
    kubernetesWrites.withTags("kind", kind, "outcome", outcome).increment();
  }

  /** Counts a response member that this version does not know. */
  public void unknownMember(String member) {
    unknownMembers.withTag("member", member).increment();
  }
}
