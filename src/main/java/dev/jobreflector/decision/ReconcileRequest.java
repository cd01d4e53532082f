package dev.jobreflector.decision;

/** The text of the annotation that requests a poll. */
public final class ReconcileRequest {

  /** The most that is read and echoed, in characters; the schema's limit too. */
  public static final int MAX_LENGTH = 256;

  private ReconcileRequest() {}

  /** The text up to the limit; never half a surrogate pair. */
  public static String cut(String text) {
    if (text.length() <= MAX_LENGTH) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
    return text.substring(0, end);
  }
}
