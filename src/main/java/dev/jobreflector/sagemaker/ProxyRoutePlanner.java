package dev.jobreflector.sagemaker;

import dev.jobreflector.proxy.InvalidProxyException;
import dev.jobreflector.proxy.Proxies;
import dev.jobreflector.proxy.ProxyServer;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.impl.conn.DefaultRoutePlanner;
import org.apache.http.impl.conn.DefaultSchemePortResolver;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Sends each request of the SDK through its proxy, or directly to its host. */
final class ProxyRoutePlanner extends DefaultRoutePlanner {

  private final Proxies proxies;

  ProxyRoutePlanner(Proxies proxies) {
    super(DefaultSchemePortResolver.INSTANCE);
    this.proxies = proxies;
  }

  @Override
  protected @Nullable HttpHost determineProxy(
      HttpHost target, HttpRequest request, HttpContext context) throws HttpException {
    ProxyServer proxy;
    try {
      proxy = proxies.to(target.getSchemeName(), target.getHostName(), target.getPort());
    } catch (InvalidProxyException e) {
      throw new HttpException(e.getMessage(), e);
    }
    if (proxy == null) {
      return null;
    }
    if (proxy.isSocks()) {
      throw new HttpException("AWS cannot be reached through a SOCKS proxy, as " + proxy + " is");
    }
    return new HttpHost(proxy.host(), proxy.port());
  }
}
