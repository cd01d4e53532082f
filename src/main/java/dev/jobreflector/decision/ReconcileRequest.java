package dev.jobreflector.decision;

/** The text of the annotation that requests a poll. */
public final class ReconcileRequest {

  /**
   * The longest text that the operator reads and repeats in status, in characters. The schema has
   * the same limit.
   */
  public static final int MAX_LENGTH = 256;

  private ReconcileRequest() {}

  /** The text, cut to the limit, but never inside a surrogate pair. */
  public static String cut(String text) {
    if (text.length() <= MAX_LENGTH) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
    return text.substring(0, end);
  }
}
