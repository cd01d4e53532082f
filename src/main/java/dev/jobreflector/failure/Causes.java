package dev.jobreflector.failure;

import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A failure and its causes, the outermost first. */
public final class Causes {

  private Causes() {}

  /** The failure itself, then each cause. */
  public static Stream<Throwable> of(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }

  /** The innermost cause. */
  public static Throwable root(Throwable failure) {
    return innermostUntil(failure, cause -> false);
  }

  /** The first one that is like this, or else the innermost. */
  public static Throwable innermostUntil(Throwable failure, Predicate<Throwable> enough) {
    return of(failure)
        .filter(cause -> cause.getCause() == null || enough.test(cause))
        .findFirst()
        .orElse(failure);
  }

  /** The outermost of this type; null if there is none. */
  public static <T extends Throwable> @Nullable T first(Throwable failure, Class<T> type) {
    return of(failure).filter(type::isInstance).map(type::cast).findFirst().orElse(null);
  }

  /** The innermost of this type; null if there is none. */
  public static <T extends Throwable> @Nullable T last(Throwable failure, Class<T> type) {
    return of(failure)
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((outer, inner) -> inner)
        .orElse(null);
  }

  /** What the innermost cause says, on one line; with its type if that is no sentence. */
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
