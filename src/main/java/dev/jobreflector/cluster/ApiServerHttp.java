package dev.jobreflector.cluster;

import dev.jobreflector.proxy.ProxyServer;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Comparator;
import java.util.List;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Builds OkHttp clients that offer ChaCha20-Poly1305 before AES-GCM. In code from the JVM's first
 * compiler, AES-GCM takes four times as long (docs/performance.md). An API server follows the
 * client's order; a load balancer before it may use its own order.
 */
final class ApiServerHttp extends OkHttpClientFactory {

  private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";

  private final @Nullable ProxyServer proxy;

  /**
   * Creates a factory for clients of one API server.
   *
   * @param proxy the proxy to the API server; null for a direct connection
   */
  ApiServerHttp(@Nullable ProxyServer proxy) {
    this.proxy = proxy;
  }

  @Override
  protected void additionalConfig(OkHttpClient.Builder builder) {
    builder.proxy(proxy == null ? Proxy.NO_PROXY : proxy(proxy));
    ProxyServer.Login login = proxy == null ? null : proxy.login();
    if (login != null) {
      builder.proxyAuthenticator((route, refusal) -> authorized(refusal.request(), login));
    }
    // Only a built client returns its connection specs.
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

  // Unresolved, so that each connection resolves the proxy's name again.
  private static Proxy proxy(ProxyServer server) {
    return new Proxy(
        server.isSocks() ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
        InetSocketAddress.createUnresolved(server.host(), server.port()));
  }

  private static @Nullable Request authorized(Request refused, ProxyServer.Login login) {
    return refused.header(PROXY_AUTHORIZATION) != null
        ? null
        : refused
            .newBuilder()
            .header(PROXY_AUTHORIZATION, Credentials.basic(login.user(), login.password()))
            .build();
  }
}
