package dev.jobreflector.sagemaker;

/**
 * Text of AWS as the cluster can carry it. JSON, YAML and terminals each refuse or change some
 * characters; a resource that held one could not be written, or would never equal what was decided.
 */
final class CleanText {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7F;
  private static final int LAST_C1_CONTROL = 0x9F;
  private static final int FIRST_BMP_NONCHARACTER_AT_END = 0xFFFE;

  private CleanText() {}

  /**
   * The text with U+FFFD in place of each character that cannot be carried: control characters but
   * tab, line feed and CR LF, lone surrogates, U+FFFE and U+FFFF. Applied twice, it changes nothing
   * more.
   */
  static String of(String text) {
    int length = text.length();
    int i = 0;
    while (i < length && isCarried(text, i)) {
      i++;
    }
    if (i == length) {
      return text;
    }
    StringBuilder clean = new StringBuilder(length).append(text, 0, i);
    for (; i < length; i++) {
      clean.append(isCarried(text, i) ? text.charAt(i) : REPLACEMENT);
    }
    return clean.toString();
  }

  private static boolean isCarried(String text, int i) {
    char c = text.charAt(i);
    if (c < FIRST_PRINTABLE) {
      return c == '\t' || c == '\n' || (c == '\r' && at(text, i + 1) == '\n');
    }
    if (Character.isHighSurrogate(c)) {
      return Character.isLowSurrogate(at(text, i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return Character.isHighSurrogate(at(text, i - 1));
    }
    return (c < DELETE || c > LAST_C1_CONTROL) && c < FIRST_BMP_NONCHARACTER_AT_END;
  }

  private static char at(String text, int i) {
    return i < 0 || i >= text.length() ? ' ' : text.charAt(i);
  }
}
