package dev.jobreflector.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientImpl;
import java.util.List;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import org.junit.jupiter.api.Test;

/** What is offered to the API server. */
class ApiServerHttpTest {

  @Test
  void chacha20_poly1305_is_offered_first_and_all_the_rest_after_it() {
    List<CipherSuite> offered = tls(Config.empty()).cipherSuites();

    assertThat(offered)
        .startsWith(CipherSuite.TLS_CHACHA20_POLY1305_SHA256)
        .containsExactlyInAnyOrderElementsOf(ConnectionSpec.MODERN_TLS.cipherSuites());
    assertThat(offered.subList(0, 3))
        .allMatch(suite -> suite.javaName().contains("CHACHA20_POLY1305"));
  }

  @Test
  void versions_of_tls_are_those_of_the_settings() {
    Config config = Config.empty();
    config.setTlsVersions(new TlsVersion[] {TlsVersion.TLS_1_2});

    assertThat(tls(config).tlsVersions()).containsExactly(okhttp3.TlsVersion.TLS_1_2);
  }

  @Test
  void settings_without_versions_of_tls_leave_them_to_okhttp() {
    Config config = Config.empty();
    config.setTlsVersions(null);

    assertThat(tls(config).tlsVersions())
        .containsExactlyElementsOf(ConnectionSpec.MODERN_TLS.tlsVersions());
  }

  private static ConnectionSpec tls(Config config) {
    HttpClient.Factory factory = new ApiServerHttp(null);
    try (OkHttpClientImpl client = (OkHttpClientImpl) factory.newBuilder(config).build()) {
      List<ConnectionSpec> specs = client.getOkHttpClient().connectionSpecs();
      assertThat(specs).last().isEqualTo(ConnectionSpec.CLEARTEXT);
      return specs.get(0);
    }
  }
}
