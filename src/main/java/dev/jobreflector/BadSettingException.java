package dev.jobreflector;

import java.io.Serial;

/** A setting that cannot work; the message is one line for the user, and says which and why. */
final class BadSettingException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  BadSettingException(String message) {
    super(message);
  }
}
