package dev.jobreflector.proxy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy, and the setting that names it.
 *
 * @param isSocks true for a SOCKS proxy; false for an HTTP proxy, which is called in plain HTTP
 * @param host name or address; IPv6 without brackets
 * @param port from 1 to 65535
 * @param login null if the setting contains none
 * @param source the setting, such as {@code HTTPS_PROXY}
 */
public record ProxyServer(
    boolean isSocks, String host, int port, @Nullable Login login, String source) {

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?<scheme>[a-zA-Z][-+.a-zA-Z0-9]*)://)?(?:(?<login>[^/?#]*)@)?"
              + "(?<host>\\[[^]/@\\s]+]|[^]\\[:/?#@\\s]+)(?::(?<port>[0-9]{1,5}))?(?:[/?#].*)?");
  private static final Pattern USER_AND_PASSWORD = Pattern.compile("[^/@]*(?:@[^/@]*)*@");
  private static final int MAX_PORT = 65_535;

  /** The user and the password for a proxy. */
  public record Login(String user, String password) {

    /** The user, without the password. */
    @Override
    public String toString() {
      return user;
    }
  }

  /**
   * Parses the address of a proxy as curl and Go do: {@code http://user:password@host:port}. All
   * parts except the host are optional. A proxy whose address begins with {@code https} is also
   * called in plain HTTP.
   *
   * @param source the setting that contains the address
   * @throws InvalidProxyException if the text is not the address of a proxy
   */
  public static ProxyServer parse(String address, String source) throws InvalidProxyException {
    Matcher parts = ADDRESS.matcher(address.strip());
    if (!parts.matches()) {
      throw bad(address, source);
    }
    String scheme = parts.group("scheme") == null ? "http" : parts.group("scheme");
    int usualPort =
        switch (scheme.toLowerCase(Locale.ROOT)) {
          case "http" -> 80;
          case "https" -> 443;
          case "socks4", "socks4a", "socks5", "socks5h" -> 1080;
          default -> throw bad(address, source);
        };
    String given = parts.group("port");
    int port = given == null ? usualPort : Integer.parseInt(given);
    if (port < 1 || port > MAX_PORT) {
      throw bad(address, source);
    }
    return new ProxyServer(
        scheme.toLowerCase(Locale.ROOT).startsWith("socks"),
        IpAddress.withoutBrackets(parts.group("host")),
        port,
        login(parts.group("login")),
        source);
  }

  /** For the user: the address and the setting, without the login. */
  @Override
  public String toString() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return (isSocks ? "socks" : "http") + "://" + shown + ":" + port + " (" + source + ")";
  }

  private static @Nullable Login login(@Nullable String userAndPassword) {
    if (userAndPassword == null || userAndPassword.isEmpty()) {
      return null;
    }
    int colon = userAndPassword.indexOf(':');
    return colon < 0
        ? new Login(decoded(userAndPassword), "")
        : new Login(
            decoded(userAndPassword.substring(0, colon)),
            decoded(userAndPassword.substring(colon + 1)));
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return part;
    }
  }

  private static InvalidProxyException bad(String address, String source) {
    String shown = USER_AND_PASSWORD.matcher(address.strip()).replaceFirst("***@");
    return new InvalidProxyException(
        source + ": '" + shown + "' is not a proxy address such as http://proxy.example.com:3128");
  }
}
