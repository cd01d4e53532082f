package dev.jobreflector.sagemaker;

import java.net.URI;
import java.net.URISyntaxException;
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
    URI proxy = proxy(told);
    if (proxy == null || (endpoint != null && "http".equals(endpoint.getScheme()))) {
      return ProxyConfiguration.builder().build();
    }
    return ProxyConfiguration.builder()
        .endpoint(proxy)
        .username(told.username())
        .password(told.password())
        .nonProxyHosts(told.nonProxyHosts())
        .build();
  }

  // With HTTPS for its scheme the client would speak TLS to the proxy itself.
  private static @Nullable URI proxy(ProxyConfiguration told) {
    if (told.host() == null || told.host().isBlank()) {
      return null;
    }
    int port = told.port() > 0 ? told.port() : -1;
    try {
      return new URI("http", null, told.host(), port, null, null, null);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
