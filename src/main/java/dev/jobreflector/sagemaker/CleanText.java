package dev.jobreflector.sagemaker;

/**
 * Text from AWS with only those characters that the cluster can store. JSON, YAML and terminals
 * refuse or change other characters. A status that contained one could not be written, or would
 * never equal the decided status.
 */
final class CleanText {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7F;
  private static final int LAST_C1_CONTROL = 0x9F;
  private static final int FIRST_BMP_NONCHARACTER_AT_END = 0xFFFE;

  private CleanText() {}

  /**
   * The text with U+FFFD in place of each character that the cluster cannot store. These are lone
   * surrogates, U+FFFE, U+FFFF and control characters, except tab, line feed and CR LF. A second
   * call changes nothing.
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
