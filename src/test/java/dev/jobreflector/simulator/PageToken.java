package dev.jobreflector.simulator;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/**
 * Where a page ended: by the last job shown, not by a count, so that no job that stays is skipped
 * when others come and go.
 *
 * @param query the fingerprint of the list that the page belongs to
 */
record PageToken(int query, Instant creationTime, String name, String status) {

  /** The opaque text that callers see. */
  String text() {
    String plain = query + "|" + creationTime.toEpochMilli() + "|" + name + "|" + status;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** ValidationException unless {@code text} came from a page of the same list. */
  static PageToken parse(String text, int query) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      String[] parts = plain.split("\\|", 4);
      if (parts.length == 4 && Integer.parseInt(parts[0]) == query) {
        Instant creationTime = Instant.ofEpochMilli(Long.parseLong(parts[1]));
        return new PageToken(query, creationTime, parts[2], parts[3]);
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // Not one of ours: the same answer as for one of another list.
    }
    throw ApiError.validation("Invalid NextToken");
  }
}
