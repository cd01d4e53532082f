package dev.jobreflector.reconcile;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a failed request to the API server means, in a few words for the user. */
final class ApiFailure {

  private ApiFailure() {}

  /** The API server's own words where it answered; else what is wrong with the connection. */
  static String text(KubernetesClientException failure) {
    Status answer = failure.getStatus();
    if (answer != null && answer.getMessage() != null) {
      return answer.getMessage();
    }
    Throwable root = failure;
    while (root.getCause() != null && !saysEnough(root)) {
      root = root.getCause();
    }
    if (root instanceof ConnectException) {
      return "cannot connect (" + root.getClass().getSimpleName() + ")";
    }
    if (saysEnough(root)) {
      return isInterruption(failure) ? "interrupted" : "no answer in time";
    }
    String message = root.getMessage() == null ? failure.getMessage() : root.getMessage();
    String type = root.getClass().getSimpleName();
    return message == null ? type : type + ": " + onOneLine(message);
  }

  /** A message as a log line has it. */
  static String onOneLine(String message) {
    return message.strip().replaceAll("\\s+", " ");
  }

  // What is below it tells of sockets, not of the network. OkHttp's timeouts are interrupted I/O.
  private static boolean saysEnough(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof TimeoutException
        || cause instanceof InterruptedIOException;
  }

  /** True where this operator gave up waiting, since it stops. */
  static boolean isInterruption(Throwable failure) {
    InterruptedIOException io = among(failure, InterruptedIOException.class);
    return among(failure, InterruptedException.class) != null
        || (io != null && "interrupted".equals(io.getMessage()));
  }

  /** The first of this type among a failure and its causes; null where there is none. */
  static <T extends Throwable> @Nullable T among(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
