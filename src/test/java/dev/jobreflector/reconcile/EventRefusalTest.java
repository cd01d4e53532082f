package dev.jobreflector.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.decision.Announcement;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an Event that the API server refuses. */
class EventRefusalTest {

  private static final Announcement ANNOUNCEMENT =
      new Announcement(
          "Completed", "Reflect", false, "INPROGRESS to COMPLETED", "1", "uid/1/COMPLETED");

  private final List<String> outcomes = new ArrayList<>();
  private HttpServer apiServer;
  private byte[] answer = {};
  private int code;

  @BeforeEach
  void serve() throws IOException {
    apiServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    apiServer.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(code, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    apiServer.start();
  }

  @AfterEach
  void close() {
    apiServer.stop(0);
  }

  @ParameterizedTest
  @CsvSource({
    // An Event of this name is there.
    "409, AlreadyExists, present, false",
    // Quota admission, whose count has changed meanwhile; or what stands before the API server.
    "409, Conflict, failed, true",
    "409, '', failed, true",
    "409, NO_STATUS, failed, true",
    "403, Forbidden, refused, false",
    "404, NotFound, refused, false",
    "422, Invalid, refused, false",
  })
  void it_is_there_given_up_or_tried_again(
      int answered, String reason, String outcome, boolean triedAgain) {
    code = answered;
    answer = reason.equals("NO_STATUS") ? new byte[0] : status(answered, reason);

    Throwable thrown = catchThrowable(this::makeEvent);

    assertThat(outcomes).containsExactly("Event " + outcome);
    if (triedAgain) {
      assertThat(thrown).isInstanceOf(KubernetesClientException.class);
    } else {
      assertThat(thrown).isNull();
    }
  }

  private void makeEvent() {
    OptimizationJob resource = SampleJobs.named("job");
    resource.getMetadata().setNamespace("default");
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + apiServer.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build()) {
      new EventWriter(
              client,
              "this-operator",
              Clock.systemUTC(),
              (kind, outcome) -> outcomes.add(kind + " " + outcome))
          .create(resource, List.of(ANNOUNCEMENT));
    }
  }

  private static byte[] status(int code, String reason) {
    return Serialization.asJson(
            new StatusBuilder()
                .withStatus("Failure")
                .withCode(code)
                .withReason(reason)
                .withMessage("refused")
                .build())
        .getBytes(StandardCharsets.UTF_8);
  }
}
