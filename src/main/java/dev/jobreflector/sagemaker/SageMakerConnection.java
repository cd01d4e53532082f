package dev.jobreflector.sagemaker;

import dev.jobreflector.proxy.Proxies;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * How to reach SageMaker in one region with one identity.
 *
 * @param region the AWS region, such as {@code eu-west-1}
 * @param timeout the longest a call may take, with its one attempt; also the longest wait for a
 *     connection and for the next byte
 * @param endpoint where to send requests; null: what AWS_ENDPOINT_URL_SAGEMAKER, AWS_ENDPOINT_URL,
 *     AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT and the region say
 * @param credentials null: the AWS default credentials provider chain
 * @param proxies on the way to the endpoint
 */
public record SageMakerConnection(
    String region,
    Duration timeout,
    @Nullable URI endpoint,
    @Nullable AwsCredentialsProvider credentials,
    Proxies proxies) {

  /**
   * The region's own endpoint and the default chain, or what the environment puts in their place.
   */
  public static SageMakerConnection of(String region, Duration timeout, Proxies proxies) {
    return new SageMakerConnection(region, timeout, null, null, proxies);
  }
}
