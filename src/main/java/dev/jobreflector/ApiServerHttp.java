package dev.jobreflector;

import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.util.Comparator;
import java.util.List;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;

/**
 * OkHttp, which offers ChaCha20-Poly1305 before AES-GCM: in code of the JVM's first compiler
 * AES-GCM takes four times as long (docs/performance.md). An API server follows the client's order;
 * what stands before it may have an order of its own.
 */
final class ApiServerHttp extends OkHttpClientFactory {

  @Override
  protected void additionalConfig(OkHttpClient.Builder builder) {
    // The builder itself does not tell.
    List<ConnectionSpec> specs = builder.build().connectionSpecs();
    builder.connectionSpecs(specs.stream().map(ApiServerHttp::offeringChaChaFirst).toList());
    builder.addInterceptor(new BoundedListPages());
  }

  private static ConnectionSpec offeringChaChaFirst(ConnectionSpec spec) {
    List<CipherSuite> suites = spec.cipherSuites();
    if (suites == null) {
      return spec;
    }
    CipherSuite[] sorted =
        suites.stream()
            .sorted(Comparator.comparing(suite -> !suite.javaName().contains("CHACHA20")))
            .toArray(CipherSuite[]::new);
    return new ConnectionSpec.Builder(spec).cipherSuites(sorted).build();
  }
}
