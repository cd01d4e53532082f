package dev.jobreflector.cluster;

import dev.jobreflector.failure.Causes;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;

/** Describes a failed request to the API server for the user. */
public final class ApiFailure {

  private ApiFailure() {}

  /** The message of the API server if it answered; else what is wrong with the connection. */
  public static String text(KubernetesClientException failure) {
    Status answer = failure.getStatus();
    if (answer != null && answer.getMessage() != null) {
      return answer.getMessage();
    }
    Throwable root = Causes.innermostUntil(failure, ApiFailure::isNetworkFailure);
    if (root instanceof ConnectException) {
      return "cannot connect (" + root.getClass().getSimpleName() + ")";
    }
    if (isNetworkFailure(root)) {
      return isInterruption(failure) ? "interrupted" : "no answer in time";
    }
    String message = root.getMessage() == null ? failure.getMessage() : root.getMessage();
    String type = root.getClass().getSimpleName();
    return message == null ? type : type + ": " + onOneLine(message);
  }

  /** The message on one line, as a log line needs it. */
  public static String onOneLine(String message) {
    return message.strip().replaceAll("\\s+", " ");
  }

  // Deeper causes describe sockets, not the network. OkHttp's timeouts are InterruptedIOExceptions.
  private static boolean isNetworkFailure(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof TimeoutException
        || cause instanceof InterruptedIOException;
  }

  /** True if the operator interrupted the request because it stops. */
  public static boolean isInterruption(Throwable failure) {
    InterruptedIOException io = Causes.first(failure, InterruptedIOException.class);
    return Causes.first(failure, InterruptedException.class) != null
        || (io != null && "interrupted".equals(io.getMessage()));
  }
}
