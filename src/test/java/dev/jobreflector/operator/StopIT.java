package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.simulator.SageMakerSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the operator ends where the cluster does not play its part. */
@ExtendWith(RealApiServerExtension.class)
class StopIT {

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

  /** What no API server sends. */
  private static final String NO_RESOURCE =
      """
      {"type": "ADDED", "object": {"apiVersion": "sagemaker.jobreflector.dev/v1alpha1",\
       "kind": "OptimizationJob", "metadata": "none"}}
      """;

  private final SageMakerSimulator simulator = SageMakerSimulator.start();
  private final RealApiServer server;

  StopIT(RealApiServer server) {
    this.server = server;
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void a_leader_stops_in_time_while_the_api_server_refuses_connections() {
    assertLeaderStopsInTime(ApiServerProxy::close, "cannot connect (ConnectException)");
  }

  @Test
  void a_leader_stops_in_time_while_the_api_server_does_not_answer() {
    assertLeaderStopsInTime(ApiServerProxy::fallSilent, "no answer in time");
  }

  private void assertLeaderStopsInTime(Consumer<ApiServerProxy> happens, String told) {
    server.applyCrd();
    String namespace = server.createNamespace("stop").getMetadata().getName();
    try (ApiServerProxy proxy = new ApiServerProxy(server);
        OperatorProcess leader = OperatorProcess.start(command(proxy.kubeconfig(), namespace))) {
      leader.awaitLeading();
      happens.accept(proxy);

      long begin = System.nanoTime();
      assertThat(leader.stop()).isZero();

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ENDS_WITHIN);
      assertThat(leader.log())
          .contains("The lease could not be released, it will run out: " + told, "Stopped")
          .doesNotContain("ERROR");
    }
  }

  @Test
  void a_watch_that_fails_for_good_ends_it_in_good_order_with_exit_code_1() {
    server.applyCrd();
    String namespace = server.createNamespace("stop").getMetadata().getName();
    try (ApiServerProxy proxy = new ApiServerProxy(server)) {
      proxy.answerWatches(NO_RESOURCE);
      try (OperatorProcess operator =
          OperatorProcess.start(
              command(proxy.kubeconfig(), namespace).with("--leader-election=false"))) {
        assertThat(operator.awaitExit()).isEqualTo(1);
        assertThat(operator.log())
            .contains(
                "The watch of OptimizationJob resources failed for good: ending. Cannot",
                "VALUE_STRING")
            .contains("\"Stopped\"")
            .doesNotContain("Stopping the operator");
      }
    }
  }

  private Command command(Path kubeconfig, String namespace) {
    return Command.of("stop", kubeconfig, namespace, simulator.endpoint());
  }
}
