package dev.jobreflector.sagemaker;

import dev.jobreflector.proxy.Proxies;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * How to reach SageMaker in one region, with one set of credentials.
 *
 * @param region the AWS region, such as {@code eu-west-1}
 * @param timeout the longest time for a call, which is a single attempt; also for a connection, and
 *     for the next byte
 * @param endpoint where to send requests; null to use AWS_ENDPOINT_URL_SAGEMAKER, AWS_ENDPOINT_URL,
 *     AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT and the region
 * @param credentials the provider; null for the AWS default credentials provider chain
 * @param proxies the proxies to the endpoint
 */
public record SageMakerConnection(
    String region,
    Duration timeout,
    @Nullable URI endpoint,
    @Nullable AwsCredentialsProvider credentials,
    Proxies proxies) {

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  /**
   * A connection to the region's own endpoint with the default chain, unless the environment sets
   * others.
   */
  public static SageMakerConnection of(String region, Proxies proxies) {
    return new SageMakerConnection(region, CALL_TIMEOUT, null, null, proxies);
  }
}
