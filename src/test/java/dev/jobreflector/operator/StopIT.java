package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.settings.SettingsParser;
import dev.jobreflector.simulator.SageMakerSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the operator ends where the cluster does not play its part. */
@ExtendWith(RealApiServerExtension.class)
class StopIT {

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private static final String FIRST_REQUEST_OF_THE_CHECK = "limit=1";
  private static final String FIRST_REQUEST_OF_THE_CACHE = "limit=500";

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

      assertStopsInTime(leader);

      assertThat(leader.log())
          .contains("The lease could not be released; it expires by itself: " + told, "Stopped")
          .doesNotContain("ERROR");
    }
  }

  /** The program's first lines are behind it, and so many classes more are loaded. */
  @ParameterizedTest
  @ValueSource(ints = {0, 400, 1500, 3000, 4500, 7000})
  void a_request_to_stop_at_any_moment_of_the_start_is_met_in_time(int classesLoaded)
      throws IOException {
    server.applyCrd();
    String namespace = server.createNamespace("stop").getMetadata().getName();
    Path classes = Files.createTempFile(Path.of("target"), "loaded", ".classes");
    classes.toFile().deleteOnExit();
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xlog:class+load:file=" + classes);
    try (OperatorProcess operator =
        OperatorProcess.launch(
            command(server.kubeconfig(), namespace).by(OperatorProcess.builtJar(java)))) {
      await()
          .atMost(START_LIMIT)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () ->
                  loadedByTheProgram(classes) >= classesLoaded
                      || operator.log().contains("This replica leads"));

      assertStopsInTime(operator);
      assertThat(operator.log()).doesNotContain("ERROR", "WARN");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FIRST_REQUEST_OF_THE_CHECK, FIRST_REQUEST_OF_THE_CACHE, "/leases/"})
  void one_that_waits_for_an_answer_of_the_api_server_while_it_starts_stops_in_time(
      String firstWithoutAnswer) {
    server.applyCrd();
    String namespace = server.createNamespace("stop").getMetadata().getName();
    try (ApiServerProxy proxy = new ApiServerProxy(server)) {
      proxy.fallSilentAt(firstWithoutAnswer);
      try (OperatorProcess operator =
          OperatorProcess.launch(command(proxy.kubeconfig(), namespace))) {
        await().atMost(START_LIMIT).until(proxy::isSilent);

        assertStopsInTime(operator);
        assertThat(operator.log()).doesNotContain("ERROR");
      }
    }
  }

  @Test
  void one_that_waits_to_lead_stops_in_time() {
    server.applyCrd();
    String namespace = server.createNamespace("stop").getMetadata().getName();
    Command command = command(server.kubeconfig(), namespace);
    try (OperatorProcess leader = OperatorProcess.start(command)) {
      leader.awaitLeading();
      try (OperatorProcess standby = OperatorProcess.start(command.named("stop-standby"))) {
        assertStopsInTime(standby);
        assertThat(standby.log()).doesNotContain("ERROR", "WARN");
      }
    }
  }

  private static void assertStopsInTime(OperatorProcess operator) {
    long begin = System.nanoTime();
    assertThat(operator.stop()).as(operator.log()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ENDS_WITHIN);
  }

  // The first class after those by which a request to stop is heard.
  private static long loadedByTheProgram(Path classes) throws IOException {
    List<String> lines = Files.readAllLines(classes, StandardCharsets.ISO_8859_1);
    return lines.stream().dropWhile(line -> !line.contains(SettingsParser.class.getName())).count()
        - 1;
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
                "The watch of OptimizationJob resources failed and cannot be restarted. The"
                    + " operator exits: Cannot",
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
