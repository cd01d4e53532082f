package dev.jobreflector.sagemaker;

import dev.jobreflector.polling.ListAnswer;
import dev.jobreflector.proxy.Proxies;
import dev.jobreflector.schedule.ListRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Asks a SageMaker for the first page of its jobs, as the operator does. */
public final class FirstPages implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final SageMakerGateway gateway;

  /** Those of this SageMaker. */
  public FirstPages(URI endpoint, String region) {
    gateway =
        new SageMakerGateway(
            new SageMakerConnection(
                region,
                TIMEOUT,
                endpoint,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")),
                Proxies.of(Map.of())),
            Clock.systemUTC(),
            (operation, outcome, place, duration) -> {},
            member -> {});
  }

  /** How many jobs are on the page; -1 where the answer is none. */
  public int jobs() {
    ListAnswer answer = gateway.list(new ListRequest(null, null, null, null));
    return answer instanceof ListAnswer.Page page ? page.page().jobs().size() : -1;
  }

  @Override
  public void close() {
    gateway.close();
  }
}
