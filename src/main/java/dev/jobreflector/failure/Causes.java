package dev.jobreflector.failure;

import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Searches the causes of a failure, the outermost first. */
public final class Causes {

  private Causes() {}

  /** The failure, then each cause. */
  public static Stream<Throwable> of(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }

  /** The innermost cause. */
  public static Throwable root(Throwable failure) {
    return innermostUntil(failure, cause -> false);
  }

  /**
   * The outermost cause that matches {@code enough}; the innermost cause if none matches. The
   * failure itself counts as a cause.
   */
  public static Throwable innermostUntil(Throwable failure, Predicate<Throwable> enough) {
    return of(failure)
        .filter(cause -> cause.getCause() == null || enough.test(cause))
        .findFirst()
        .orElse(failure);
  }

  /** The outermost cause of this type; null if there is none. */
  public static <T extends Throwable> @Nullable T first(Throwable failure, Class<T> type) {
    return of(failure).filter(type::isInstance).map(type::cast).findFirst().orElse(null);
  }

  /** The innermost cause of this type; null if there is none. */
  public static <T extends Throwable> @Nullable T last(Throwable failure, Class<T> type) {
    return of(failure)
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((outer, inner) -> inner)
        .orElse(null);
  }

  /**
   * The message of the innermost cause, on one line. Has the exception's type in front if the
   * message is a single word, and only the type if there is no message.
   */
  public static String rootMessage(Throwable failure) {
    Throwable root = root(failure);
    String said = root.getMessage() == null ? "" : root.getMessage().strip();
    String type = root.getClass().getSimpleName();
    if (said.isEmpty()) {
      return type;
    }
    return said.contains(" ") ? said.replaceAll("\\s+", " ") : type + ": " + said;
  }
}
