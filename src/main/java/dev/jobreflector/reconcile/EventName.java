package dev.jobreflector.reconcile;

import dev.jobreflector.decision.Announcement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Builds the names of Events. kubectl sorts Events by name, so the Events of a resource are listed
 * together, in the order of the job's life. The hash makes the name unique to its transition.
 */
final class EventName {

  // The limit of the Kubernetes API for a DNS subdomain.
  private static final int MAX_LENGTH = 253;
  private static final int MAX_ORDER_LENGTH = 23;
  private static final int HASH_BYTES = 8;

  /**
   * The same for all Events of a resource, so that the Events of a long name are listed together.
   */
  private static final int MAX_RESOURCE_LENGTH =
      MAX_LENGTH - 1 - MAX_ORDER_LENGTH - 1 - 2 * HASH_BYTES;

  // A label of a DNS subdomain may not end with a hyphen or a dot.
  private static final Pattern END_OF_NO_LABEL = Pattern.compile("[-.]+$");

  private EventName() {}

  /** The name of the Event for one transition of a resource. */
  static String of(String resourceName, Announcement announcement) {
    String start =
        resourceName.length() > MAX_RESOURCE_LENGTH
            ? END_OF_NO_LABEL
                .matcher(resourceName.substring(0, MAX_RESOURCE_LENGTH))
                .replaceFirst("")
            : resourceName;
    return start + "." + announcement.order() + "." + hash(announcement.identity());
  }

  private static String hash(String identity) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
