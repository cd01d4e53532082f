package dev.jobreflector.proxy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which proxy each request uses. The JVM's {@code https.proxyHost} and similar properties
 * come first, then {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}.
 * Variables have the syntax of curl and Go programs. If a variable exists in upper and lower case,
 * upper case counts.
 */
public final class Proxies {

  private static final String NO_PROXY_OF_JVM = "localhost|127.*|[::1]";
  private static final Pattern HOST = Pattern.compile("\\S+");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  private final Map<String, String> environment;
  private final UnaryOperator<@Nullable String> properties;
  private final NoProxy exceptions;

  private Proxies(Map<String, String> environment, UnaryOperator<@Nullable String> properties) {
    this.environment = environment;
    this.properties = properties;
    Setting listed = first("no_proxy");
    this.exceptions = NoProxy.parse(listed == null ? "" : listed.value());
  }

  /** The proxies from these environment variables and the JVM's properties. */
  public static Proxies of(Map<String, String> environment) {
    return new Proxies(environment, System::getProperty);
  }

  /**
   * The proxy of a request.
   *
   * @param scheme {@code http} or {@code https}
   * @param host a name or an address; IPv6 with or without brackets
   * @param port the port; below 1 for the default port of the scheme
   * @return null if the request goes directly to the host
   * @throws InvalidProxyException if the setting is not the address of a proxy
   */
  public @Nullable ProxyServer to(String scheme, String host, int port)
      throws InvalidProxyException {
    int target = port < 1 ? usualPort(scheme) : port;
    boolean straight = isOfJvm(scheme) ? isStraightForJvm(host) : exceptions.covers(host, target);
    return straight ? null : forScheme(scheme);
  }

  /**
   * The proxy of all requests that do not go directly to their hosts.
   *
   * @param scheme {@code http} or {@code https}
   * @return null if no proxy is set
   * @throws InvalidProxyException if the setting is not the address of a proxy
   */
  public @Nullable ProxyServer forScheme(String scheme) throws InvalidProxyException {
    if (isOfJvm(scheme)) {
      return ofJvm(scheme);
    }
    Setting setting = first(scheme.toLowerCase(Locale.ROOT) + "_proxy", "all_proxy");
    return setting == null ? null : ProxyServer.parse(setting.value(), setting.name());
  }

  private record Setting(String name, String value) {}

  private @Nullable Setting first(String... lowerCaseNames) {
    return Stream.of(lowerCaseNames)
        .flatMap(name -> Stream.of(name.toUpperCase(Locale.ROOT), name))
        .filter(name -> !environment.getOrDefault(name, "").isBlank())
        .map(name -> new Setting(name, environment.getOrDefault(name, "")))
        .findFirst()
        .orElse(null);
  }

  private boolean isOfJvm(String scheme) {
    return HOST.matcher(property(scheme, "proxyHost").strip()).matches();
  }

  private ProxyServer ofJvm(String scheme) {
    String user = property(scheme, "proxyUser");
    String port = property(scheme, "proxyPort");
    return new ProxyServer(
        false,
        IpAddress.withoutBrackets(property(scheme, "proxyHost").strip()),
        PORT.matcher(port).matches() ? Integer.parseInt(port) : usualPort(scheme),
        user.isEmpty() ? null : new ProxyServer.Login(user, property(scheme, "proxyPassword")),
        scheme.toLowerCase(Locale.ROOT) + ".proxyHost");
  }

  private String property(String scheme, String name) {
    String value = properties.apply(scheme.toLowerCase(Locale.ROOT) + "." + name);
    return value == null ? "" : value;
  }

  private static int usualPort(String scheme) {
    return scheme.equalsIgnoreCase("https") ? 443 : 80;
  }

  // The syntax of the JVM: names separated by "|", with "*" for any text.
  private boolean isStraightForJvm(String host) {
    String list = properties.apply("http.nonProxyHosts");
    List<String> names = List.of((list == null ? NO_PROXY_OF_JVM : list).split("\\|", -1));
    String shown = host.contains(":") ? "[" + IpAddress.withoutBrackets(host) + "]" : host;
    return names.stream().anyMatch(name -> isLike(name, shown));
  }

  private static boolean isLike(String name, String host) {
    String pattern =
        Stream.of(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return !name.isEmpty()
        && Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(host).matches();
  }
}
