package dev.jobreflector.sagemaker;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** The AWS region that the environment of the process sets. */
public final class DefaultRegion {

  private DefaultRegion() {}

  /**
   * The region from AWS_REGION, the profile or the instance, in AWS's order; null if none sets one.
   */
  public static @Nullable String find() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException e) {
      return null;
    }
  }
}
