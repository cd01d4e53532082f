package dev.jobreflector.apiserver;

import java.util.List;

/** There are no API-server binaries on this machine, and no way to get them worked. */
public final class ApiServerUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param folder where the binaries were looked for
   * @param reasons one line for each way that was tried: which, and why it did not work
   */
  ApiServerUnavailableException(String folder, List<String> reasons) {
    super(
        """
        There is no kube-apiserver to test against.
        %s
        Any one of these is enough:
          - let this machine reach github.com, so that it can be downloaded;
          - install Go (https://go.dev/dl), so that it can be built once, in 3 to 10 minutes;
          - put etcd, kube-apiserver and kubectl into %s."""
            .formatted(String.join("\n", reasons.stream().map(r -> "  - " + r).toList()), folder));
  }
}
