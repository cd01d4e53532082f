package dev.jobreflector.sagemaker;

import dev.jobreflector.decision.Secrets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a text from AWS fit for status: one line, without secrets, and equal for equal failures of
 * any poll, pod or request. Otherwise, each poll would write the status of each resource.
 */
final class StableText {
  /** The most characters of a text from elsewhere within a message. */
  static final int MAX_QUOTE_LENGTH = 600;

  private static final int MAX_MESSAGE_LENGTH = 1024;

  /** Line breaks and control characters. Java's own classes contain only those in ASCII. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\s\\p{Cntrl}\u0080-\u009f\u2028\u2029]+");

  private static final Pattern SDK_SUFFIX =
      Pattern.compile("\\s*\\(Service: [^)]*\\)|\\s*\\(SDK [^)]*\\)");
  private static final Pattern REQUEST_ID =
      Pattern.compile("(?i)[(\\[]?\\brequest[ -]?id\\b[:= ]*[0-9a-z-]+[)\\]]?");
  private static final Pattern UUID =
      Pattern.compile("(?i)\\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\\b");
  private static final Pattern TIME =
      Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\d[T ][\\d:.]+(?:Z|[+-][\\d:]+)?|\\b\\d{8}T\\d{6}Z");

  /** The session differs from pod to pod; the role does not. */
  private static final Pattern SESSION = Pattern.compile("(assumed-role/[^/\\s]+)/[\\w+=,.@-]+");

  /**
   * How many characters are read: far more than any limit. The time of the patterns grows with the
   * square of this.
   */
  private static final int MOST_READ = 8192;

  private StableText() {}

  /**
   * The text without secrets and without parts that vary, at most {@code limit} characters; empty
   * for null.
   */
  static String of(@Nullable String text, int limit) {
    if (text == null) {
      return "";
    }
    String stable = text.substring(0, Math.min(text.length(), MOST_READ));
    stable = Secrets.withoutSecrets(stable);
    stable = SDK_SUFFIX.matcher(stable).replaceAll("");
    stable = REQUEST_ID.matcher(stable).replaceAll("");
    stable = UUID.matcher(stable).replaceAll("…");
    stable = TIME.matcher(stable).replaceAll("…");
    stable = SESSION.matcher(stable).replaceAll("$1");
    stable = CleanText.of(UNPRINTABLE.matcher(stable).replaceAll(" ").strip());
    return cut(stable, limit);
  }

  /** A message for the user, in the format of {@link String#format}; at most 1,024 characters. */
  static String message(String format, Object... args) {
    return of(String.format(Locale.ROOT, format, args), MAX_MESSAGE_LENGTH);
  }

  /** The text behind a colon, without a full stop at its end; empty for an empty text. */
  static String quoted(String text) {
    String quoted = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return quoted.isEmpty() ? "" : ": " + quoted;
  }

  private static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = limit - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
