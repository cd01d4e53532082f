package dev.jobreflector.proxy;

import java.math.BigInteger;
import java.net.IDN;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that need no proxy, by a list such as {@code NO_PROXY}. The syntax is that of Go
 * programs, such as kubectl. Spaces may also separate entries, as in curl. An invalid entry covers
 * no host.
 */
final class NoProxy {

  private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");
  private static final Pattern SCHEME = Pattern.compile("^https?://");
  private static final Pattern RANGE = Pattern.compile("\\[?([^]/]+)]?/([0-9]{1,3})");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[^]]+]|[^]\\[:]+)(?::([0-9]*))?");
  private static final Pattern NOT_ASCII = Pattern.compile("[^\\p{ASCII}]");

  private final List<Entry> entries;

  private NoProxy(List<Entry> entries) {
    this.entries = entries;
  }

  /** One entry of a list. */
  private interface Entry {

    /**
     * True if the entry covers a host.
     *
     * @param address the host as an address; null if the host is a name
     */
    boolean covers(String host, @Nullable InetAddress address, int port);
  }

  static NoProxy parse(String list) {
    return new NoProxy(
        SEPARATORS
            .splitAsStream(list)
            .map(entry -> SCHEME.matcher(normal(entry)).replaceFirst(""))
            .filter(entry -> !entry.isEmpty())
            .map(NoProxy::entry)
            .filter(Objects::nonNull)
            .toList());
  }

  /**
   * True if requests to a host need no proxy. The local machine never needs one.
   *
   * @param host a name or an address; IPv6 with or without brackets
   */
  boolean covers(String host, int port) {
    String name = normal(IpAddress.withoutBrackets(host));
    InetAddress address = IpAddress.parse(name);
    boolean isThisMachine =
        name.equals("localhost") || (address != null && address.isLoopbackAddress());
    return isThisMachine || entries.stream().anyMatch(entry -> entry.covers(name, address, port));
  }

  private static @Nullable Entry entry(String text) {
    if (text.equals("*")) {
      return (host, address, port) -> true;
    }
    Matcher range = RANGE.matcher(text);
    if (range.matches()) {
      return range(range.group(1), Integer.parseInt(range.group(2)));
    }
    InetAddress whole = IpAddress.parse(text);
    if (whole != null) {
      return address(whole, "");
    }
    Matcher parts = HOST_AND_PORT.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    String port = parts.group(2) == null ? "" : parts.group(2);
    String host = IpAddress.withoutBrackets(parts.group(1));
    InetAddress address = IpAddress.parse(host);
    return address == null ? name(host, port) : address(address, port);
  }

  private static @Nullable Entry range(String start, int length) {
    InetAddress first = IpAddress.parse(start);
    if (first == null || length > Byte.SIZE * first.getAddress().length) {
      return null;
    }
    return (host, address, port) ->
        address != null
            && address.getClass() == first.getClass()
            && begin(address, length).equals(begin(first, length));
  }

  private static BigInteger begin(InetAddress address, int bits) {
    byte[] bytes = address.getAddress();
    return new BigInteger(1, bytes).shiftRight(Byte.SIZE * bytes.length - bits);
  }

  private static Entry address(InetAddress covered, String onPort) {
    return (host, address, port) -> covered.equals(address) && isPort(onPort, port);
  }

  private static Entry name(String covered, String onPort) {
    String domain = covered.startsWith("*.") ? covered.substring(1) : covered;
    String ending = domain.startsWith(".") ? domain : "." + domain;
    boolean itself = !domain.startsWith(".");
    return (host, address, port) ->
        address == null
            && isPort(onPort, port)
            && (host.endsWith(ending) || (itself && host.equals(domain)));
  }

  private static boolean isPort(String onPort, int port) {
    return onPort.isEmpty() || onPort.equals(Integer.toString(port));
  }

  private static String normal(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    if (!NOT_ASCII.matcher(name).find()) {
      return name;
    }
    return Stream.of(name.split("\\.", -1)).map(NoProxy::ascii).reduce((a, b) -> a + "." + b).get();
  }

  private static String ascii(String label) {
    try {
      return IDN.toASCII(label);
    } catch (IllegalArgumentException e) {
      return label;
    }
  }
}
