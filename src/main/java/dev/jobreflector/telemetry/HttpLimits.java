package dev.jobreflector.telemetry;

import java.time.Duration;

/**
 * What clients may take of the operator.
 *
 * @param connections at once
 * @param answers that are kept at once for clients that do not read; clients of one scrape share
 *     one
 * @param headBytes of a request
 * @param requestWithin from the connection to the end of the request's head
 * @param answerWithin from there until the client has read the answer
 * @param closeWithin from there until the client has closed
 */
record HttpLimits(
    int connections,
    int answers,
    int headBytes,
    Duration requestWithin,
    Duration answerWithin,
    Duration closeWithin) {

  static final HttpLimits DEFAULT =
      new HttpLimits(
          512, 16, 8 << 10, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(1));
}
