package dev.jobreflector;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;

/**
 * OkHttp, with ChaCha20-Poly1305 before AES-GCM where the server has both: in code of the JVM's
 * first compiler AES-GCM takes four times as long (docs/performance.md).
 */
final class ApiServerHttp extends OkHttpClientFactory {

  private final Config config;

  ApiServerHttp(Config config) {
    this.config = config;
  }

  @Override
  protected void additionalConfig(OkHttpClient.Builder builder) {
    CipherSuite[] suites =
        ConnectionSpec.MODERN_TLS.cipherSuites().stream()
            .sorted(Comparator.comparing(suite -> !suite.javaName().contains("CHACHA20")))
            .toArray(CipherSuite[]::new);
    String[] versions =
        Arrays.stream(config.getTlsVersions()).map(TlsVersion::javaName).toArray(String[]::new);
    ConnectionSpec tls =
        new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
            .cipherSuites(suites)
            .tlsVersions(versions)
            .build();
    builder.connectionSpecs(List.of(tls, ConnectionSpec.CLEARTEXT));
  }
}
