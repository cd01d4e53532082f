package dev.jobreflector.sagemaker;

import dev.jobreflector.proxy.Proxies;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;

/** HTTP clients for calls that the SDK makes on its own: to STS for IRSA, and to AWS SSO. */
public final class AwsHttpService implements SdkHttpService {

  /** Makes these calls use the same proxies as the calls to SageMaker. */
  public static void useForTheSdk() {
    System.setProperty(
        SdkSystemSetting.SYNC_HTTP_SERVICE_IMPL.property(), AwsHttpService.class.getName());
  }

  @Override
  public SdkHttpClient.Builder<?> createHttpClientBuilder() {
    return AwsHttpClient.builder(Proxies.of(System.getenv()));
  }
}
