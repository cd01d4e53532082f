package dev.jobreflector.simulator;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** AWS SDK clients of a simulator, one attempt a call. The caller closes them. */
public final class SimulatorClients {

  private SimulatorClients() {}

  /** A client in the simulator's home region, with an access key of the home account. */
  public static SageMakerClient of(SageMakerSimulator simulator) {
    return of(simulator, "AKIAIOSFODNN7EXAMPLE", simulator.home().region());
  }

  /** A client with this access key and region. */
  public static SageMakerClient of(
      SageMakerSimulator simulator, String accessKeyId, String region) {
    return SageMakerClient.builder()
        .endpointOverride(simulator.endpoint())
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "secret")))
        .httpClientBuilder(ApacheHttpClient.builder().connectionTimeout(Duration.ofSeconds(20)))
        .overrideConfiguration(
            c ->
                c.retryStrategy(DefaultRetryStrategy.doNotRetry())
                    .apiCallAttemptTimeout(Duration.ofSeconds(20))
                    .apiCallTimeout(Duration.ofSeconds(20)))
        .build();
  }
}
