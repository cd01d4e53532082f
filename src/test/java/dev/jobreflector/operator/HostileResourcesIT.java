package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.simulator.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever a user stores in a resource, the operator starts and follows all of them. */
@Tag("faults")
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileResourcesIT {

  private static final String PATH = "/apis/sagemaker.jobreflector.dev/v1alpha1/namespaces/";
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(2);
  private static final int MEGABYTE = 1_000_000;

  /** Together they take about as much as the heap. */
  private static final int LARGE_RESOURCES = 40;

  private static final int LONG_REQUESTS = 40;

  /** What a user with the role edit can write, by the name of the resource. */
  private static final Map<String, String> METADATA =
      Map.of(
          "levels", managedFields("{\"f:a\":".repeat(1_200) + "{}" + "}".repeat(1_200)),
          "long-name", managedFields("{\"f:" + "x".repeat(60_000) + "\":{}}"),
          "large", managedFields("{\"f:" + "x".repeat(MEGABYTE) + "\":{}}"));

  private final RealApiServer server;
  private final Scene scene;
  private final String namespace;
  private OperatorProcess operator;

  HostileResourcesIT(RealApiServer server) {
    this.server = server;
    scene = new Scene(server, "hostile-resources");
    namespace = server.createNamespace("hostile").getMetadata().getName();
  }

  @BeforeAll
  void start() {
    METADATA.forEach((name, metadata) -> createWithJob("before-" + name, metadata));
    IntStream.range(0, LARGE_RESOURCES)
        .forEach(
            i -> create("m-" + i, managedFields("{\"f:" + i + "x".repeat(MEGABYTE) + "\":{}}")));
    IntStream.range(0, LONG_REQUESTS).forEach(i -> create("r-" + i, request("x".repeat(246_000))));
    scene.createWithJob("other");
    operator =
        scene.start(
            scene
                .operator()
                .with("--namespaces=" + scene.namespace() + "," + namespace, "--aws-rate=200")
                .by(
                    OperatorProcess.builtJar(
                        List.of(
                            System.getProperty("java.home") + "/bin/java",
                            "-XX:+UseSerialGC",
                            "-Xmx48m"))));
  }

  @AfterAll
  void close() {
    scene.close();
  }

  @Test
  void those_that_were_there_before_are_followed() {
    METADATA.keySet().forEach(name -> awaitFollowed("before-" + name));
    scene.awaitJobStatus("other", "STARTING");
  }

  @Test
  void those_that_come_while_it_runs_are_followed() {
    METADATA.forEach((name, metadata) -> createWithJob("later-" + name, metadata));

    METADATA.keySet().forEach(name -> awaitFollowed("later-" + name));
    assertThat(operator.process().isAlive()).isTrue();
  }

  @Test
  void another_resource_is_followed_after_them() {
    scene.createWithJob("after");

    scene.awaitJobStatus("after", "STARTING");
    scene.sageMaker().jobs().transition("after", JobStatus.FAILED);
    scene.awaitJobStatus("after", "FAILED");
  }

  @Test
  void of_a_request_256_characters_are_echoed() {
    await("echo")
        .atMost(SHOWN_WITHIN)
        .untilAsserted(
            () ->
                assertThat(read("r-0"))
                    .contains("\"lastHandledReconcileAt\":\"" + "x".repeat(256) + "\""));
  }

  private void awaitFollowed(String name) {
    scene.sageMaker().jobs().transition(name, JobStatus.FAILED);
    await(name)
        .atMost(SHOWN_WITHIN)
        .until(() -> read(name).contains("\"optimizationJobStatus\":\"FAILED\""));
  }

  private void createWithJob(String name, String metadata) {
    create(name, metadata);
    scene.createJob(name);
  }

  private void create(String name, String metadata) {
    String resource =
        """
        {"apiVersion": "sagemaker.jobreflector.dev/v1alpha1", "kind": "OptimizationJob",
         "metadata": {"name": "%s", %s}, "spec": {}}
        """
            .formatted(name, metadata);
    String unused = server.client().raw(PATH + namespace + "/optimizationjobs", "POST", resource);
  }

  private String read(String name) {
    return server.client().raw(PATH + namespace + "/optimizationjobs/" + name);
  }

  private static String managedFields(String fields) {
    return """
        "managedFields": [{"manager": "somebody", "operation": "Update", "fieldsType": "FieldsV1",
                           "apiVersion": "sagemaker.jobreflector.dev/v1alpha1", "fieldsV1": %s}]
        """
        .formatted(fields);
  }

  private static String request(String text) {
    return "\"annotations\": {\"sagemaker.jobreflector.dev/reconcile-requested-at\": \"%s\"}"
        .formatted(text);
  }
}
