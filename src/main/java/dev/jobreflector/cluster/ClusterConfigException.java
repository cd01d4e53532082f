package dev.jobreflector.cluster;

import java.io.Serial;

/**
 * A kubeconfig, certificate or proxy by which no API server can be reached; the message is one line
 * for the user, and says which and why.
 */
public final class ClusterConfigException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  ClusterConfigException(String message) {
    super(message);
  }
}
