package dev.jobreflector;

/** What a failure comes to, in one line. */
final class RootCause {

  private RootCause() {}

  /** What the innermost cause says, on one line; with its type where that is no sentence. */
  static String message(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String said = root.getMessage() == null ? "" : root.getMessage().strip();
    String type = root.getClass().getSimpleName();
    if (said.isEmpty()) {
      return type;
    }
    return said.contains(" ") ? said.replaceAll("\\s+", " ") : type + ": " + said;
  }
}
