package dev.jobreflector.telemetry;

import java.time.Duration;

/**
 * Limits on what clients use.
 *
 * @param connections the most open connections
 * @param answers the most responses in memory for clients that do not read them; clients of the
 *     same scrape share one response
 * @param headBytes the longest head of a request, in bytes
 * @param requestWithin the longest time from the connection to the end of the request's head
 * @param answerWithin the longest time to generate a response, and then again to send it
 * @param closeWithin the longest time from there until the client closes the connection
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
