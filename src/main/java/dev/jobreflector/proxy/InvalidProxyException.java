package dev.jobreflector.proxy;

import java.io.Serial;

/**
 * A proxy setting that is not the address of a proxy. The message names the setting, in one line.
 */
public final class InvalidProxyException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  InvalidProxyException(String message) {
    super(message);
  }
}
