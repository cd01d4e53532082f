package dev.jobreflector.telemetry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * A response to a client.
 *
 * @param status the status code and its text, such as {@code 200 OK}
 * @param type the media type of the body
 * @param body the body; all clients that receive this response share it
 * @param fields further header fields, each with its line end
 */
record HttpAnswer(String status, String type, ByteBuffer body, String fields) {

  private static final String TEXT = "text/plain; charset=utf-8";

  /** A response with one line of text. */
  static HttpAnswer text(String status, String line) {
    return text(status, line, "");
  }

  /** A response with one line of text and further header fields. */
  static HttpAnswer text(String status, String line, String fields) {
    return new HttpAnswer(status, TEXT, utf8(line + "\n"), fields);
  }

  /** The bytes to send. Each response closes its connection. */
  ByteBuffer[] bytes(boolean headOnly) {
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nDate: "
            + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.remaining()
            + "\r\n"
            + fields
            + "Connection: close\r\n\r\n";
    return headOnly
        ? new ByteBuffer[] {utf8(head)}
        : new ByteBuffer[] {utf8(head), body.duplicate()};
  }

  static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
  }
}
