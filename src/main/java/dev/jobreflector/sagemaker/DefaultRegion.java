package dev.jobreflector.sagemaker;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** The AWS region that the process's surroundings name. */
public final class DefaultRegion {

  private DefaultRegion() {}

  /** By AWS_REGION, the profile or the instance, in AWS's order; null where none of them tells. */
  public static @Nullable String find() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException e) {
      return null;
    }
  }
}
