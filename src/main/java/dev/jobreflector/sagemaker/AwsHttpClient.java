package dev.jobreflector.sagemaker;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/** The HTTP client for the SDK's calls. */
final class AwsHttpClient {

  private AwsHttpClient() {}

  static SdkHttpClient of(SageMakerConnection connection) {
    return ApacheHttpClient.builder()
        .connectionTimeout(connection.timeout())
        .socketTimeout(connection.timeout())
        .proxyConfiguration(proxyTo(connection.endpoint()))
        .build();
  }

  /**
   * The proxy for HTTPS, as all other tools know it: HTTPS_PROXY and NO_PROXY, or the JVM's
   * https.proxyHost. Left to itself the SDK takes HTTP_PROXY for each of its requests; that is for
   * what is not told here.
   */
  private static ProxyConfiguration proxyTo(@Nullable URI endpoint) {
    ProxyConfiguration told = ProxyConfiguration.builder().scheme("https").build();
    if (told.host() == null || (endpoint != null && "http".equals(endpoint.getScheme()))) {
      return ProxyConfiguration.builder().build();
    }
    // With the scheme above the client would speak TLS to the proxy itself.
    return ProxyConfiguration.builder()
        .endpoint(URI.create("http://" + told.host() + ":" + told.port()))
        .username(told.username())
        .password(told.password())
        .nonProxyHosts(told.nonProxyHosts())
        .build();
  }
}
