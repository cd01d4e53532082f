package dev.jobreflector.telemetry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for. Its header fields and its body make no difference here.
 *
 * @param method as the client wrote it
 * @param path without the query, as the client wrote it
 */
record HttpRequest(String method, String path) {

  private static final Pattern REQUEST_LINE =
      Pattern.compile("([-!#$%&'*+.^_`|~0-9A-Za-z]+) (\\S+) HTTP/1\\.[0-9]");
  private static final Pattern SCHEME_AND_HOST =
      Pattern.compile("^https?://[^/?]+", Pattern.CASE_INSENSITIVE);

  /**
   * Reads a request's first line.
   *
   * @return null where it is none of HTTP/1
   */
  static @Nullable HttpRequest parse(String requestLine) {
    Matcher line = REQUEST_LINE.matcher(requestLine);
    if (!line.matches()) {
      return null;
    }
    String target = SCHEME_AND_HOST.matcher(line.group(2)).replaceFirst("");
    int query = target.indexOf('?');
    return new HttpRequest(line.group(1), query < 0 ? target : target.substring(0, query));
  }

  /** True where the client wants the head of the answer alone. */
  boolean isHead() {
    return method.equals("HEAD");
  }

  /** True for GET and HEAD. */
  boolean reads() {
    return isHead() || method.equals("GET");
  }
}
