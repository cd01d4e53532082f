package dev.jobreflector.sagemaker;

import dev.jobreflector.proxy.InvalidProxyException;
import dev.jobreflector.proxy.Proxies;
import dev.jobreflector.proxy.ProxyServer;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Describes for the user which host and proxy calls used. */
final class RouteText {

  private final String region;
  private final Proxies proxies;

  RouteText(String region, Proxies proxies) {
    this.region = region;
    this.proxies = proxies;
  }

  /** The host, and the proxy if there is one. */
  String text(RawExchange exchange) {
    ProxyServer proxy = proxy(exchange);
    return host(exchange) + (proxy == null ? "" : " through the proxy " + proxy);
  }

  /** The host that was called; if no request was sent, SageMaker and the region. */
  String host(RawExchange exchange) {
    String host = exchange.host();
    return host == null ? "SageMaker in " + region : host;
  }

  /**
   * The proxy to the host. Null if there is none, if its setting is invalid, or if no request was
   * sent.
   */
  @Nullable ProxyServer proxy(RawExchange exchange) {
    URI uri = exchange.uri();
    try {
      return uri == null || uri.getHost() == null
          ? null
          : proxies.to(uri.getScheme(), uri.getHost(), uri.getPort());
    } catch (InvalidProxyException e) {
      return null;
    }
  }
}
