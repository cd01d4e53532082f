package dev.jobreflector.settings;

import java.io.Serial;

/** A setting that cannot work; the message is one line for the user, and says which and why. */
public final class BadSettingException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  public BadSettingException(String message) {
    super(message);
  }
}
