package dev.jobreflector.operator;

import java.time.Duration;

/** What an {@link ApiServerProxy} does with a request. */
public sealed interface Treatment {

  /** Passes it on, and its answer back. */
  record Forward() implements Treatment {}

  /** Cuts the connection there. */
  record Cut(ApiServerProxy.Point point) implements Treatment {}

  /** Passes it on after this time. */
  record Delay(Duration time) implements Treatment {}

  /** Takes it and answers nothing while the rule lasts, then cuts the connection. */
  record Hold() implements Treatment {}

  /** Passes back half of the answer, then cuts the connection. */
  record Truncate() implements Treatment {}

  /** Answers by itself. */
  record Refuse(int status, String reason) implements Treatment {

    String body() {
      return """
      {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
      "message":"refused on the way: %s","reason":"%s","code":%d}"""
          .formatted(reason, reason, status);
    }
  }

  /**
   * A request.
   *
   * @param method such as POST
   * @param path without the query
   * @param watch whether it asks for a watch
   */
  record Seen(String method, String path, boolean watch) {

    /** Whether it writes. */
    public boolean isWrite() {
      return !method.equals("GET");
    }
  }

  /** Passes it on. */
  static Treatment forward() {
    return new Forward();
  }
}
