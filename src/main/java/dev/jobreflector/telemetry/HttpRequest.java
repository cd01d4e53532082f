package dev.jobreflector.telemetry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The method and the path of a request. The endpoints ignore header fields and body.
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
   * Parses the first line of a request.
   *
   * @return null if the line is not of HTTP/1
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

  /** True if the client wants only the head of the response. */
  boolean isHead() {
    return method.equals("HEAD");
  }

  /** True for GET and HEAD. */
  boolean reads() {
    return isHead() || method.equals("GET");
  }
}
