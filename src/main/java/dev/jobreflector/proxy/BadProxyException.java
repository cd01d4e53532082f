package dev.jobreflector.proxy;

import java.io.Serial;

/** A setting for a proxy that is no proxy's address; the message says which, in one line. */
public final class BadProxyException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  BadProxyException(String message) {
    super(message);
  }
}
