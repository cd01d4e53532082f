package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.SageMakerSimulator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The operator is started again where many jobs have ended, in two namespaces: it asks nothing and
 * writes nothing but its lease. More resources than one page of the list has.
 */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyFinishedIT {

  private static final int IN_EACH = 600;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
  private static final String SUCCEEDED = "reconciliations_success_total";

  private final RealApiServer server;
  private final SageMakerSimulator sageMaker = SageMakerSimulator.start();
  private final List<String> namespaces;
  private final Map<String, String> before = new TreeMap<>();
  private OperatorProcess operator;
  private long callsBefore;

  ManyFinishedIT(RealApiServer server) {
    this.server = server;
    server.applyCrd();
    this.namespaces =
        Stream.of("finished-a", "finished-b")
            .map(prefix -> server.createNamespace(prefix).getMetadata().getName())
            .toList();
  }

  /** Every test finds an operator that has reconciled every resource anew. */
  @BeforeAll
  void restart() {
    sageMaker
        .plans()
        .byDefault(JobPlan.defaults().lasting(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    for (String namespace : namespaces) {
      IntStream.range(0, IN_EACH)
          .parallel()
          .forEach(i -> create(namespace, namespace + "-job-" + i));
    }
    operator = start("finished-first");
    await("all are shown as completed")
        .atMost(PATIENCE)
        .pollInterval(POLL_INTERVAL)
        .until(() -> completed(operator) == 2 * IN_EACH);
    assertThat(operator.stop()).isZero();
    before.putAll(resourcesAndEvents());
    callsBefore = sageMaker.calls().count();

    operator = start("finished-second");
    operator.awaitLeading();
    await("all are reconciled")
        .atMost(PATIENCE)
        .pollInterval(POLL_INTERVAL)
        .until(() -> operator.metric(SUCCEEDED) >= 2 * IN_EACH);
  }

  @AfterAll
  void close() {
    operator.close();
    sageMaker.close();
  }

  @Test
  void no_resource_is_written_and_no_event_made() {
    assertThat(resourcesAndEvents()).isEqualTo(before);
    assertThat(operator.metric("jobreflector_kubernetes_writes_total")).isZero();
  }

  @Test
  void its_lease_is_all_that_it_writes() {
    String resourceVersion = lease().getMetadata().getResourceVersion();

    await("the lease is renewed")
        .atMost(PATIENCE)
        .pollInterval(POLL_INTERVAL)
        .until(() -> !lease().getMetadata().getResourceVersion().equals(resourceVersion));

    assertThat(resourcesAndEvents()).isEqualTo(before);
  }

  @Test
  void aws_is_not_asked() {
    assertThat(sageMaker.calls().count()).isEqualTo(callsBefore);
  }

  @Test
  void the_resources_of_every_namespace_are_counted() {
    assertThat(completed(operator)).isEqualTo(2 * IN_EACH);
    assertThat(operator.metric("jobreflector_jobs{")).isEqualTo(2 * IN_EACH);
  }

  private OperatorProcess start(String name) {
    return OperatorProcess.start(
        OperatorProcess.Command.of(
                name, server.kubeconfig(), namespaces.get(0), sageMaker.endpoint())
            .with(
                "--namespaces=" + String.join(",", namespaces),
                "--aws-rate=500",
                "--aws-burst=32"));
  }

  private void create(String namespace, String name) {
    OptimizationJob resource = SampleJobs.named(name);
    resource.getMetadata().setNamespace(namespace);
    server.client().resource(resource).create();
    sageMaker.jobs().create(name);
  }

  private static double completed(OperatorProcess operator) {
    return operator
        .get("/metrics")
        .lines()
        .filter(line -> line.startsWith("jobreflector_jobs{"))
        .filter(line -> line.contains("status=\"COMPLETED\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Lease lease() {
    return server.client().leases().inNamespace(namespaces.get(0)).list().getItems().get(0);
  }

  /** The version of each. */
  private Map<String, String> resourcesAndEvents() {
    Map<String, String> versions = new TreeMap<>();
    for (String namespace : namespaces) {
      Stream.concat(
              server
                  .client()
                  .resources(OptimizationJob.class)
                  .inNamespace(namespace)
                  .list()
                  .getItems()
                  .stream(),
              server
                  .client()
                  .events()
                  .v1()
                  .events()
                  .inNamespace(namespace)
                  .list()
                  .getItems()
                  .stream())
          .map(HasMetadata.class::cast)
          .forEach(
              object ->
                  versions.put(
                      object.getKind() + " " + namespace + "/" + object.getMetadata().getName(),
                      object.getMetadata().getResourceVersion()));
    }
    return versions;
  }
}
