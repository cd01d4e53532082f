package dev.jobreflector.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.crd.LocalApiServer.Result;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the resource behaves on a real API server: defaults, status writes, kubectl. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResourceOnApiServerIT {
  private static final String MANAGER = "reflector";

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
    OptimizationJob created = create("pending");

    assertThat(created.getSpec()).isEqualTo(OptimizationJobSpec.EMPTY);
    assertThat(created.getStatus()).isEqualTo(OptimizationJobStatus.PENDING);
    assertThat(get("pending").getStatus()).isEqualTo(OptimizationJobStatus.PENDING);
  }

  @Test
  void a_status_sent_with_a_new_resource_does_not_count() {
    OptimizationJob job = SampleJobs.named("restored");
    job.setStatus(SampleJobs.wholeStatus());
    server.client().resource(job).create();

    assertThat(get("restored").getStatus()).isEqualTo(OptimizationJobStatus.PENDING);
  }

  @Test
  void a_whole_status_comes_back_equal() {
    create("whole");

    applyStatus("whole", SampleJobs.wholeStatus());

    assertThat(get("whole").getStatus()).isEqualTo(SampleJobs.wholeStatus());
  }

  @Test
  void a_status_write_leaves_the_spec_alone() {
    OptimizationJob job = SampleJobs.named("spec-kept");
    job.setSpec(new OptimizationJobSpec("Job-1", "us-east-1", 30, true));
    server.client().resource(job).create();

    applyStatus("spec-kept", SampleJobs.wholeStatus());

    assertThat(get("spec-kept").getSpec()).isEqualTo(job.getSpec());
    assertThat(get("spec-kept").getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void an_equal_status_write_changes_nothing() {
    create("equal");
    String version = applyStatus("equal", SampleJobs.wholeStatus());

    assertThat(applyStatus("equal", SampleJobs.wholeStatus())).isEqualTo(version);
  }

  @Test
  void a_stale_status_write_is_refused() {
    OptimizationJob stale = create("stale");
    applyStatus("stale", SampleJobs.wholeStatus());

    assertThatThrownBy(() -> applyStatus(stale, OptimizationJobStatus.PENDING, MANAGER))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
    assertThat(get("stale").getStatus()).isEqualTo(SampleJobs.wholeStatus());
  }

  @Test
  void members_left_out_of_the_next_status_vanish() {
    create("vanish");
    applyStatus("vanish", SampleJobs.wholeStatus());
    OptimizationJobStatus next =
        new OptimizationJobStatus(
            4L, null, "us-east-1", null, null, List.of(), List.of(condition("Ready", "Unknown")));

    applyStatus("vanish", next);

    assertThat(statusAsJson("vanish"))
        .containsOnlyKeys("observedGeneration", "region", "conditions");
  }

  @Test
  void conditions_are_merged_by_type_and_each_writer_owns_its_own() {
    create("merge");
    applyStatus("merge", conditions("Ready", "Finished", "Reconciling"));
    applyStatus(get("merge"), conditions("example.com/Approved"), "other");

    applyStatus("merge", conditions("Ready", "Finished", "Stalled"));

    assertThat(get("merge").getStatus().conditions())
        .extracting(Condition::type)
        .containsExactlyInAnyOrder("Ready", "Finished", "Stalled", "example.com/Approved");
  }

  @Test
  void values_beyond_sagemakers_present_limits_are_taken() {
    create("beyond");
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

    assertThat(statusAsJson("beyond")).containsAllEntriesOf(status);
  }

  @Test
  void kubectl_get_shows_the_columns_in_order() throws Exception {
    create("columns");
    Instant now = Instant.now();
    applyStatus(
        "columns",
        SampleJobs.wholeStatus(now.minus(Duration.ofDays(5)), now.minus(Duration.ofDays(4))));

    assertThat(table("get", "optimizationjobs", "columns"))
        .containsExactly(
            List.of("NAME", "STATUS", "READY", "INSTANCE", "STARTED", "ENDED", "AGE"),
            List.of("columns", "COMPLETED", "True", "ml.g5.2xlarge", "5d", "4d", "AGE"));
    assertThat(table("get", "smoj", "columns", "-o", "wide"))
        .containsExactly(
            List.of(
                "NAME",
                "STATUS",
                "READY",
                "INSTANCE",
                "STARTED",
                "ENDED",
                "AGE",
                "REASON",
                "IMAGE",
                "REGION",
                "JOB",
                "MESSAGE"),
            List.of(
                "columns",
                "COMPLETED",
                "True",
                "ml.g5.2xlarge",
                "5d",
                "4d",
                "AGE",
                "Completed",
                "123456789012.dkr.ecr.us-east-1.amazonaws.com/djl:1",
                "us-east-1",
                "Job-1",
                "All is well"));
    assertThat(kubectl("get", "sagemaker").stdout()).contains("columns");
  }

  @ParameterizedTest
  @CsvSource({
    "status.optimizationJobStatus=COMPLETED",
    "status.optimizationJobName=Job-1",
    "status.region=us-east-1",
    "status.accountId=123456789012",
  })
  void resources_are_selected_by_field(String selector) throws Exception {
    if (server.client().namespaces().withName("selected").get() == null) {
      kubectl("create", "namespace", "selected");
      for (String name : List.of("shown", "pending")) {
        OptimizationJob job = SampleJobs.named(name);
        job.getMetadata().setNamespace("selected");
        OptimizationJob created = server.client().resource(job).create();
        if (name.equals("shown")) {
          applyStatus(created, SampleJobs.wholeStatus(), MANAGER);
        }
      }
    }

    assertThat(
            kubectl("get", "smoj", "-n", "selected", "--field-selector", selector, "-o", "name")
                .stdout())
        .isEqualTo("optimizationjob.sagemaker.jobreflector.dev/shown\n");
  }

  @ParameterizedTest
  @CsvSource({
    "optimizationjob, only reads from AWS",
    "optimizationjob.spec.resyncPeriodSeconds, in seconds",
    "optimizationjob.status, 'optimizationConfigs\t<[]Object>'",
    "optimizationjob.status, 'optimizationEnvironment\t<map[string]string>'",
    "optimizationjob.status.conditions.lastTransitionTime, RFC 3339",
    "optimizationjob.status.optimizationConfigs.unknownMember, '-required-'",
  })
  void kubectl_explain_tells_what_a_field_is(String path, String text) throws Exception {
    assertThat(kubectl("explain", path).stdout()).contains(text).doesNotContain("<empty>");
  }

  @ParameterizedTest
  @CsvSource({
    "diff-empty, ''",
    "diff-spec, 'spec: {}'",
    "diff-full, 'spec: {optimizationJobName: A, region: us-east-1, resyncPeriodSeconds: 60}'",
  })
  void an_applied_manifest_stays_without_diff_while_the_operator_writes(String name, String spec)
      throws Exception {
    String manifest =
        """
        apiVersion: sagemaker.jobreflector.dev/v1alpha1
        kind: OptimizationJob
        metadata: {name: %s, namespace: default}
        %s
        """
            .formatted(name, spec);
    assertThat(server.kubectl(manifest, "apply", "-f", "-").stdout()).endsWith("created\n");
    assertThat(server.kubectl(manifest, "diff", "-f", "-").stdout()).isEmpty();

    applyStatus(name, SampleJobs.wholeStatus());

    Result diff = server.kubectl(manifest, "diff", "-f", "-");
    assertThat(diff.stdout() + diff.stderr()).isEmpty();
    assertThat(diff.exitCode()).isZero();
    assertThat(server.kubectl(manifest, "apply", "-f", "-").stdout()).endsWith("unchanged\n");
    assertThat(get(name).getStatus()).isEqualTo(SampleJobs.wholeStatus());
  }

  @Test
  void the_definition_itself_stays_without_diff() throws Exception {
    Result diff = server.kubectl("", "diff", "-f", CrdDocument.COMMITTED.toString());

    assertThat(diff.stdout() + diff.stderr()).isEmpty();
    assertThat(diff.exitCode()).isZero();
  }

  private OptimizationJob create(String name) {
    return server.client().resource(SampleJobs.named(name)).create();
  }

  private OptimizationJob get(String name) {
    return server
        .client()
        .resources(OptimizationJob.class)
        .inNamespace("default")
        .withName(name)
        .get();
  }

  private Map<String, Object> statusAsJson(String name) {
    return server
        .client()
        .genericKubernetesResources("sagemaker.jobreflector.dev/v1alpha1", "OptimizationJob")
        .inNamespace("default")
        .withName(name)
        .get()
        .get("status");
  }

  /** Returns the new resourceVersion. */
  private String applyStatus(String name, OptimizationJobStatus status) {
    return applyStatus(get(name), status, MANAGER);
  }

  private String applyStatus(OptimizationJob read, OptimizationJobStatus status, String manager) {
    OptimizationJob fresh = new OptimizationJob();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(read.getMetadata().getName())
            .withNamespace(read.getMetadata().getNamespace())
            .withResourceVersion(read.getMetadata().getResourceVersion())
            .build());
    fresh.setStatus(status);
    return server
        .client()
        .resource(fresh)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(true)
                .build())
        .getMetadata()
        .getResourceVersion();
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

  private Result kubectl(String... args) throws Exception {
    return server.kubectl("", args);
  }

  /** What kubectl prints, as cells; the age of the resource, which is some seconds, as AGE. */
  private List<List<String>> table(String... args) throws Exception {
    return kubectl(args)
        .stdout()
        .lines()
        .map(line -> line.replaceAll(" \\d+s\\b", " AGE").stripTrailing().split(" {2,}"))
        .map(List::of)
        .toList();
  }
}
