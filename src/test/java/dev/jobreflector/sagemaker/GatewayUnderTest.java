package dev.jobreflector.sagemaker;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.proxy.Proxies;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Real gateways with what they told their listeners, and the words they use for the user. */
final class GatewayUnderTest {
  static final String REGION = "eu-west-1";
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");
  static final Duration TIMEOUT = Duration.ofSeconds(5);
  static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("access-key", "secret"));

  final List<String> outcomes = new CopyOnWriteArrayList<>();
  final List<Duration> durations = new CopyOnWriteArrayList<>();
  final List<String> unknownMembers = new CopyOnWriteArrayList<>();

  SageMakerGateway at(URI endpoint) {
    return at(endpoint, CREDENTIALS, TIMEOUT);
  }

  SageMakerGateway at(URI endpoint, AwsCredentialsProvider credentials, Duration timeout) {
    return open(
        new SageMakerConnection(REGION, timeout, endpoint, credentials, Proxies.of(Map.of())));
  }

  /** One that reaches this endpoint as these environment variables say. */
  SageMakerGateway behindProxy(URI endpoint, Map<String, String> environment) {
    return open(
        new SageMakerConnection(REGION, TIMEOUT, endpoint, CREDENTIALS, Proxies.of(environment)));
  }

  SageMakerGateway open(SageMakerConnection connection) {
    return new SageMakerGateway(
        connection,
        Clock.fixed(NOW, ZoneOffset.UTC),
        (operation, outcome, region, duration) -> {
          outcomes.add(operation + " " + outcome.word() + " " + region);
          durations.add(duration);
        },
        unknownMembers::add);
  }

  static String message(Observation observation) {
    if (observation instanceof Observation.JobFailure failure) {
      return failure.message();
    } else if (observation instanceof Observation.AccountFailure failure) {
      return failure.message();
    }
    return "";
  }
}
