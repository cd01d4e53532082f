package dev.jobreflector.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults and status writes on a real API server. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusWritesIT {
  private JobNamespace jobs;

  @BeforeAll
  void useNamespace(RealApiServer server, Namespace namespace) {
    jobs = new JobNamespace(server, namespace);
  }

  @Test
  void a_new_resource_is_pending_before_any_operator_has_seen_it() {
    OptimizationJob created = jobs.create("pending");

    assertThat(created.getSpec()).isEqualTo(OptimizationJobSpec.EMPTY);
    assertThat(created.getStatus()).isEqualTo(OptimizationJobStatus.PENDING);
    assertThat(jobs.get("pending").getStatus()).isEqualTo(OptimizationJobStatus.PENDING);
  }

  @Test
  void a_status_sent_with_a_new_resource_does_not_count() {
    OptimizationJob job = SampleJobs.named("restored");
    job.setStatus(SampleJobs.wholeStatus());
    jobs.create(job);

    assertThat(jobs.get("restored").getStatus()).isEqualTo(OptimizationJobStatus.PENDING);
  }

  @Test
  void a_whole_status_comes_back_equal() {
    jobs.create("whole");

    jobs.writeStatus("whole", SampleJobs.wholeStatus());

    assertThat(jobs.get("whole").getStatus()).isEqualTo(SampleJobs.wholeStatus());
  }

  static Stream<Object> valuesOfMembersThatNobodyKnows() {
    return Stream.of(
        1,
        -1L,
        Long.MAX_VALUE,
        new BigInteger("9223372036854775808"),
        new BigDecimal("12345678901234567890123"),
        new BigDecimal("0.1"),
        new BigDecimal("5.00"),
        new BigDecimal("-1e-7"),
        new BigDecimal("1e20"),
        new BigDecimal("1e21"),
        new BigDecimal("1e400"),
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        -0.0,
        true,
        "",
        "Ünïcödé 😀\t\r\n\u2028<&>",
        Map.of(),
        List.of(),
        List.of(List.of(1.5, Map.of("", "a", "a.b/c", List.of()))));
  }

  @ParameterizedTest
  @MethodSource("valuesOfMembersThatNobodyKnows")
  void a_member_that_nobody_knows_comes_back_equal(Object value) {
    String name = "unknown-" + Integer.toHexString(String.valueOf(value).hashCode());
    jobs.create(name);
    OptimizationJobStatus status = status(SampleJobs.unknown(Map.of("New.Member[0]", value)));

    String version = jobs.writeStatus(name, status);

    assertThat(jobs.get(name).getStatus()).isEqualTo(status);
    assertThat(jobs.writeStatus(name, status)).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999999999Z",
        "+10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z"
      })
  void a_time_is_taken_or_left_out(Instant time) {
    String name = "time-" + Long.toHexString(time.getEpochSecond());
    jobs.create(name);
    OptimizationJobStatus status = status(SampleJobs.startedAt(time));

    jobs.writeStatus(name, status);

    assertThat(jobs.get(name).getStatus()).isEqualTo(status);
  }

  private static OptimizationJobStatus status(OptimizationJobDescription description) {
    return new OptimizationJobStatus(
        1L, null, null, null, description, List.of(), List.of(condition("Ready", "True")));
  }

  @Test
  void a_status_write_leaves_the_spec_alone() {
    OptimizationJob job = SampleJobs.named("spec-kept");
    job.setSpec(new OptimizationJobSpec("Job-1", "us-east-1", 30, true));
    jobs.create(job);

    jobs.writeStatus("spec-kept", SampleJobs.wholeStatus());

    assertThat(jobs.get("spec-kept").getSpec()).isEqualTo(job.getSpec());
    assertThat(jobs.get("spec-kept").getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void an_equal_status_write_changes_nothing() {
    jobs.create("equal");
    String version = jobs.writeStatus("equal", SampleJobs.wholeStatus());

    assertThat(jobs.writeStatus("equal", SampleJobs.wholeStatus())).isEqualTo(version);
  }

  @Test
  void a_stale_status_write_is_refused() {
    OptimizationJob stale = jobs.create("stale");
    jobs.writeStatus("stale", SampleJobs.wholeStatus());

    assertThatThrownBy(() -> jobs.writeStatus(stale, OptimizationJobStatus.PENDING))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
    assertThat(jobs.get("stale").getStatus()).isEqualTo(SampleJobs.wholeStatus());
  }

  @Test
  void members_left_out_of_the_next_status_vanish() {
    jobs.create("vanish");
    jobs.writeStatus("vanish", SampleJobs.wholeStatus());
    OptimizationJobStatus next =
        new OptimizationJobStatus(
            4L, null, "us-east-1", null, null, List.of(), List.of(condition("Ready", "Unknown")));

    jobs.writeStatus("vanish", next);

    assertThat(jobs.statusAsJson("vanish"))
        .containsOnlyKeys("observedGeneration", "region", "conditions");
  }

  @Test
  void nothing_of_another_manager_stays() {
    jobs.create("of-others");
    jobs.writeStatus("of-others", SampleJobs.wholeStatus());
    jobs.applyStatus("of-others", SampleJobs.wholeStatus(), "backup-tool");
    jobs.applyStatus("of-others", conditions("Reconciling", "example.com/Approved"), "other");

    jobs.writeStatus("of-others", conditions("Ready", "Finished", "Complete"));

    assertThat(jobs.statusAsJson("of-others")).containsOnlyKeys("conditions");
    assertThat(jobs.get("of-others").getStatus().conditions())
        .extracting(Condition::type)
        .containsExactly("Ready", "Finished", "Complete");
  }

  @Test
  void a_status_for_a_resource_that_was_created_again_is_refused() {
    OptimizationJob first = jobs.create("again");
    OptimizationJob other = new OptimizationJob();
    other.setMetadata(
        new ObjectMetaBuilder(first.getMetadata()).withUid(UUID.randomUUID().toString()).build());

    assertThatThrownBy(() -> jobs.writeStatus(other, SampleJobs.wholeStatus()))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u007f", "\u0085", "\u009f", "\ufffe", "\uffff", "\t\r\n", "\u2028"})
  void a_character_that_yaml_refuses_is_taken(String character) {
    String name = "character-" + Integer.toHexString(character.charAt(0));
    jobs.create(name);
    OptimizationJobStatus status =
        new OptimizationJobStatus(
            1L, null, null, null, null, List.of(), List.of(saying("a" + character + "b")));

    jobs.writeStatus(name, status);

    assertThat(jobs.get(name).getStatus()).isEqualTo(status);
  }

  @Test
  void values_beyond_sagemakers_present_limits_are_taken() {
    jobs.create("beyond");
    Map<String, Object> status =
        Map.of(
            "optimizationJobStatus", "HIBERNATING",
            "failureReason", "x".repeat(5000),
            "optimizationConfigs",
                Collections.nCopies(30, Map.of("unknownMember", Map.of("name", "ModelX"))),
            "optimizationEnvironment", Map.of("NAME".repeat(200), "v".repeat(2000)),
            "stoppingCondition", Map.of("maxRuntimeInSeconds", 0),
            "vpcConfig", Map.of("subnets", Collections.nCopies(40, "subnet-1")));
    GenericKubernetesResource job = jobs.getGeneric("beyond");
    job.setAdditionalProperty("status", status);

    jobs.client().resource(job).updateStatus();

    assertThat(jobs.statusAsJson("beyond")).containsAllEntriesOf(status);
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

  private static Condition saying(String message) {
    return new Condition(
        "Ready", "False", "Tested", message, Instant.parse("2026-11-24T00:00:00Z"), 1L);
  }

  private static Condition condition(String type, String status) {
    return new Condition(type, status, "Tested", "", Instant.parse("2026-11-24T00:00:00Z"), 1L);
  }
}
