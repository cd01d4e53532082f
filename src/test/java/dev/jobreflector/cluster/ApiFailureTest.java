package dev.jobreflector.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user reads where the API server did not do what it was asked for. */
class ApiFailureTest {

  static Stream<Arguments> causes() {
    return Stream.of(
        arguments(new ConnectException("refused"), "cannot connect (ConnectException)"),
        arguments(
            new IOException(new ConnectException("refused")), "cannot connect (ConnectException)"),
        arguments(new SocketTimeoutException("timeout"), "no answer in time"),
        arguments(new InterruptedIOException("timeout"), "no answer in time"),
        arguments(new TimeoutException(), "no answer in time"),
        arguments(new InterruptedIOException("interrupted"), "interrupted"),
        arguments(
            new InterruptedIOException().initCause(new InterruptedException()), "interrupted"),
        arguments(
            new SSLPeerUnverifiedException("Hostname a not verified:\n    certificate: b\n  DN: c"),
            "SSLPeerUnverifiedException: Hostname a not verified: certificate: b DN: c"));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void a_connection_that_fails_is_told_in_one_line(Throwable cause, String text) {
    assertThat(ApiFailure.text(new KubernetesClientException("An error has occurred.", cause)))
        .isEqualTo(text);
  }

  @Test
  void an_answer_is_told_in_the_api_servers_own_words() {
    KubernetesClientException refused =
        new KubernetesClientException(
            new StatusBuilder().withCode(403).withMessage("events is forbidden").build());

    assertThat(ApiFailure.text(refused)).isEqualTo("events is forbidden");
  }
}
