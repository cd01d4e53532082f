package dev.jobreflector.cluster;

import java.io.Serial;

/**
 * Reports that a kubeconfig, certificate or proxy cannot be used to reach an API server. The
 * message is one line for the user, with the setting and the reason.
 */
public final class ClusterConfigException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  ClusterConfigException(String message) {
    super(message);
  }
}
