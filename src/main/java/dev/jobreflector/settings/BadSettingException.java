package dev.jobreflector.settings;

import java.io.Serial;

/** Reports a bad setting. The message is one line for the user, with the setting and the reason. */
public final class BadSettingException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  public BadSettingException(String message) {
    super(message);
  }
}
