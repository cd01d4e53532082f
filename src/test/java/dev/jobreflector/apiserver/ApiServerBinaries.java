package dev.jobreflector.apiserver;

import java.nio.file.Path;

/**
 * A folder with the three programs of one Kubernetes version.
 *
 * @param version the Kubernetes version without the leading "v", such as {@code 1.36.3}
 * @param directory holds {@code etcd}, {@code kube-apiserver} and {@code kubectl}
 */
public record ApiServerBinaries(String version, Path directory) {

  /** The etcd program. */
  public Path etcd() {
    return directory.resolve("etcd");
  }

  /** The API server program. */
  public Path kubeApiServer() {
    return directory.resolve("kube-apiserver");
  }

  /** The kubectl program. */
  public Path kubectl() {
    return directory.resolve("kubectl");
  }
}
