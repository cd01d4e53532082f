package dev.jobreflector.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Defaults and status writes on a real API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusWritesIT {
  private LocalApiServer server;

  @BeforeAll
  void start() throws Exception {
    server = new LocalApiServer();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void a_new_resource_is_pending_before_any_operator_has_seen_it() throws Exception {
    OptimizationJob created = server.create("pending");

    assertThat(created.getSpec()).isEqualTo(OptimizationJobSpec.EMPTY);
    assertThat(created.getStatus()).isEqualTo(OptimizationJobStatus.PENDING);
    assertThat(server.get("pending").getStatus()).isEqualTo(OptimizationJobStatus.PENDING);
  }

  @Test
  void a_status_sent_with_a_new_resource_does_not_count() {
    OptimizationJob job = SampleJobs.named("restored");
    job.setStatus(SampleJobs.wholeStatus());
    server.client().resource(job).create();

    assertThat(server.get("restored").getStatus()).isEqualTo(OptimizationJobStatus.PENDING);
  }

  @Test
  void a_whole_status_comes_back_equal() {
    server.create("whole");

    server.applyStatus("whole", SampleJobs.wholeStatus());

    assertThat(server.get("whole").getStatus()).isEqualTo(SampleJobs.wholeStatus());
  }

  @Test
  void a_status_write_leaves_the_spec_alone() {
    OptimizationJob job = SampleJobs.named("spec-kept");
    job.setSpec(new OptimizationJobSpec("Job-1", "us-east-1", 30, true));
    server.client().resource(job).create();

    server.applyStatus("spec-kept", SampleJobs.wholeStatus());

    assertThat(server.get("spec-kept").getSpec()).isEqualTo(job.getSpec());
    assertThat(server.get("spec-kept").getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void an_equal_status_write_changes_nothing() {
    server.create("equal");
    String version = server.applyStatus("equal", SampleJobs.wholeStatus());

    assertThat(server.applyStatus("equal", SampleJobs.wholeStatus())).isEqualTo(version);
  }

  @Test
  void a_stale_status_write_is_refused() {
    OptimizationJob stale = server.create("stale");
    server.applyStatus("stale", SampleJobs.wholeStatus());

    assertThatThrownBy(
            () -> server.applyStatus(stale, OptimizationJobStatus.PENDING, LocalApiServer.MANAGER))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
    assertThat(server.get("stale").getStatus()).isEqualTo(SampleJobs.wholeStatus());
  }

  @Test
  void members_left_out_of_the_next_status_vanish() {
    server.create("vanish");
    server.applyStatus("vanish", SampleJobs.wholeStatus());
    OptimizationJobStatus next =
        new OptimizationJobStatus(
            4L, null, "us-east-1", null, null, List.of(), List.of(condition("Ready", "Unknown")));

    server.applyStatus("vanish", next);

    assertThat(server.statusAsJson("vanish"))
        .containsOnlyKeys("observedGeneration", "region", "conditions");
  }

  @Test
  void conditions_are_merged_by_type_and_each_writer_owns_its_own() {
    server.create("merge");
    server.applyStatus("merge", conditions("Ready", "Finished", "Reconciling"));
    server.applyStatus(server.get("merge"), conditions("example.com/Approved"), "other");

    server.applyStatus("merge", conditions("Ready", "Finished", "Stalled"));

    assertThat(server.get("merge").getStatus().conditions())
        .extracting(Condition::type)
        .containsExactlyInAnyOrder("Ready", "Finished", "Stalled", "example.com/Approved");
  }

  @Test
  void values_beyond_sagemakers_present_limits_are_taken() {
    server.create("beyond");
    Map<String, Object> status =
        Map.of(
            "optimizationJobStatus", "HIBERNATING",
            "failureReason", "x".repeat(5000),
            "optimizationConfigs",
                Collections.nCopies(30, Map.of("unknownMember", Map.of("name", "ModelX"))),
            "optimizationEnvironment", Map.of("NAME".repeat(200), "v".repeat(2000)),
            "stoppingCondition", Map.of("maxRuntimeInSeconds", 0),
            "vpcConfig", Map.of("subnets", Collections.nCopies(40, "subnet-1")));
    GenericKubernetesResource job =
        server
            .client()
            .genericKubernetesResources("sagemaker.jobreflector.dev/v1alpha1", "OptimizationJob")
            .inNamespace("default")
            .withName("beyond")
            .get();
    job.setAdditionalProperty("status", status);

    server.client().resource(job).updateStatus();

    assertThat(server.statusAsJson("beyond")).containsAllEntriesOf(status);
  }

  private static OptimizationJobStatus conditions(String... types) {
    return new OptimizationJobStatus(
        null,
        null,
        null,
        null,
        null,
        List.of(),
        Stream.of(types).map(type -> condition(type, "True")).toList());
  }

  private static Condition condition(String type, String status) {
    return new Condition(type, status, "Tested", "", Instant.parse("2026-11-24T00:00:00Z"), 1L);
  }
}
