package dev.jobreflector.apiserver;

import java.io.PrintStream;
import java.nio.file.Path;

/**
 * A folder with the three programs of one Kubernetes version.
 *
 * @param version the Kubernetes version without the leading "v", such as {@code 1.36.3}
 * @param directory holds {@code etcd}, {@code kube-apiserver} and {@code kubectl}
 */
public record ApiServerBinaries(String version, Path directory) {

  /**
   * The binaries of this machine, installed first where they are missing. That can take minutes.
   *
   * @param progress gets a line for each step that takes time
   * @throws ApiServerUnavailableException when they are missing and no way to get them worked
   */
  public static ApiServerBinaries installed(PrintStream progress)
      throws ApiServerUnavailableException {
    return new ApiServerInstaller(
            System.getenv(),
            Path.of(".ci", "envtest"),
            Path.of("target", "apiserver", "build.log"),
            progress)
        .install();
  }

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
