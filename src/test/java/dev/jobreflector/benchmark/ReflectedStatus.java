package dev.jobreflector.benchmark;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.Decision;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollHistory;
import dev.jobreflector.decision.PollSnapshot;
import dev.jobreflector.decision.ReconcileInput;
import dev.jobreflector.decision.Redaction;
import dev.jobreflector.decision.Reflection;
import dev.jobreflector.decision.ReflectionPolicy;
import dev.jobreflector.proxy.Proxies;
import dev.jobreflector.sagemaker.SageMakerConnection;
import dev.jobreflector.sagemaker.SageMakerGateway;
import dev.jobreflector.simulator.SageMakerSimulator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * What the operator would make of a job, by its own gateway and its own decision: so that an
 * operator that starts finds nothing to write.
 */
public final class ReflectedStatus implements AutoCloseable {

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

  private final Clock clock;
  private final SageMakerGateway gateway;
  private final Reflection reflection;

  /** By the answers of this SageMaker. */
  public ReflectedStatus(SageMakerSimulator sageMaker) {
    this.clock = sageMaker.clock();
    String region = sageMaker.home().region();
    this.gateway =
        new SageMakerGateway(
            new SageMakerConnection(
                region,
                CALL_TIMEOUT,
                sageMaker.endpoint(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")),
                Proxies.of(Map.of())),
            clock,
            (operation, outcome, place, duration) -> {},
            member -> {});
    this.reflection =
        new Reflection(
            new ReflectionPolicy(
                region,
                Set.of(region),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofMinutes(15),
                Redaction.REDACTED));
  }

  /** What one poll of a job learns. */
  public Observation observe(String job) {
    return gateway.describe(job);
  }

  /** Describes a job with one call. */
  Observation.Found describe(String job) {
    Observation observation = observe(job);
    if (observation instanceof Observation.Found found) {
      return found;
    }
    throw new IllegalStateException("Job " + job + " is not described but " + observation);
  }

  /** What the operator would do about a resource whose job was described so. */
  public Decision decide(OptimizationJob resource, Observation.Found described) {
    Instant now = clock.instant();
    return reflection.decide(
        new ReconcileInput(
            resource,
            new PollSnapshot(
                PollHistory.NONE.after(described),
                AccountHealth.UNKNOWN.after(described),
                null,
                now),
            now));
  }

  @Override
  public void close() {
    gateway.close();
  }
}
