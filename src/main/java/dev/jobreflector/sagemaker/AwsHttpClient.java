package dev.jobreflector.sagemaker;

import dev.jobreflector.proxy.InvalidProxyException;
import dev.jobreflector.proxy.Proxies;
import dev.jobreflector.proxy.ProxyServer;
import java.util.List;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.impl.client.BasicCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/** The HTTP client for the SDK's calls. */
final class AwsHttpClient {

  private AwsHttpClient() {}

  static SdkHttpClient of(SageMakerConnection connection) {
    return builder(connection.proxies())
        .connectionTimeout(connection.timeout())
        .socketTimeout(connection.timeout())
        .build();
  }

  /**
   * Builds clients that use these proxies. Without these settings, the SDK uses HTTP_PROXY for each
   * of its requests and reads NO_PROXY as regular expressions.
   */
  static ApacheHttpClient.Builder builder(Proxies proxies) {
    return ApacheHttpClient.builder()
        .proxyConfiguration(
            ProxyConfiguration.builder()
                .useSystemPropertyValues(false)
                .useEnvironmentVariableValues(false)
                .build())
        .httpRoutePlanner(new ProxyRoutePlanner(proxies))
        .credentialsProvider(logins(proxies));
  }

  private static CredentialsProvider logins(Proxies proxies) {
    CredentialsProvider logins = new BasicCredentialsProvider();
    for (String scheme : List.of("http", "https")) {
      try {
        ProxyServer proxy = proxies.forScheme(scheme);
        if (proxy != null && proxy.login() != null) {
          logins.setCredentials(
              new AuthScope(proxy.host(), proxy.port()),
              new UsernamePasswordCredentials(proxy.login().user(), proxy.login().password()));
        }
      } catch (InvalidProxyException e) {
        // Each request through this proxy reports the invalid setting.
      }
    }
    return logins;
  }
}
