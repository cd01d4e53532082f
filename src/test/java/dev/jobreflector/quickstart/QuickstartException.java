package dev.jobreflector.quickstart;

/** What keeps the quickstart from going on; the message is for the person who runs it. */
final class QuickstartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  QuickstartException(String message) {
    super(message);
  }
}
