package dev.jobreflector.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.VpcConfig;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The resource as JSON: what goes to the API server, and what comes back from it. */
@EnableKubernetesMockClient(crud = true)
class SerializationTest {
  KubernetesClient client;

  @Test
  void whole_resource_comes_back_equal() {
    OptimizationJob job = SampleJobs.whole("job");

    OptimizationJob read = json().unmarshal(json().asJson(job), OptimizationJob.class);

    assertThat(read.getSpec()).isEqualTo(job.getSpec());
    assertThat(read.getStatus()).isEqualTo(job.getStatus());
    assertThat(json().clone(job).getStatus()).isEqualTo(job.getStatus());
  }

  @Test
  void whole_resource_comes_back_equal_from_a_server() {
    OptimizationJob job = SampleJobs.whole("job");

    client.resource(job).create();
    OptimizationJob read =
        client.resources(OptimizationJob.class).inNamespace("default").withName("job").get();

    assertThat(read.getSpec()).isEqualTo(job.getSpec());
    assertThat(read.getStatus()).isEqualTo(job.getStatus());
  }

  @Test
  void whole_resource_comes_back_equal_as_yaml() {
    OptimizationJob job = SampleJobs.whole("job");

    OptimizationJob read = json().unmarshal(json().asYaml(job), OptimizationJob.class);

    assertThat(read.getStatus()).isEqualTo(job.getStatus());
  }

  @Test
  void job_fields_stand_directly_under_status() {
    GenericKubernetesResource job = generic(SampleJobs.whole("job"));

    assertThat(job.<Object>get("status", "optimizationJobStatus")).isEqualTo("COMPLETED");
    assertThat(job.<Object>get("status", "description")).isNull();
    assertThat(job.<Object>get("status", "optimizationConfigs", 4, "unknownMember", "name"))
        .isEqualTo("ModelDistillationConfig");
  }

  @Test
  void job_times_have_milliseconds_and_condition_times_whole_seconds() {
    GenericKubernetesResource job = generic(SampleJobs.whole("job"));

    assertThat(job.<Object>get("status", "creationTime")).isEqualTo("2026-11-24T00:00:00.000Z");
    assertThat(job.<Object>get("status", "lastModifiedTime")).isEqualTo("2026-11-24T01:02:03.450Z");
    assertThat(job.<Object>get("status", "transitions", 0, "observedTime"))
        .isEqualTo("2026-11-24T00:00:01.100Z");
    assertThat(job.<Object>get("status", "conditions", 0, "lastTransitionTime"))
        .isEqualTo("2026-11-24T00:00:01Z");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T00:00:00Z, 2026-11-24T00:00:00Z",
    "2026-11-24T00:00:00.5Z, 2026-11-24T00:00:00.500Z",
    "2026-11-24T00:00:00.123456789Z, 2026-11-24T00:00:00.123Z",
    "2026-11-24T02:00:00+02:00, 2026-11-24T00:00:00Z",
    "2026-11-23T18:30:00.250-05:30, 2026-11-24T00:00:00.250Z",
    "2026-11-24t00:00:00z, 2026-11-24T00:00:00Z",
    "2026-11-24T00:00:00-00:00, 2026-11-24T00:00:00Z",
    "2026-11-24T00:00:00.25+0000, 2026-11-24T00:00:00.250Z",
  })
  void any_rfc_3339_time_is_read(String text, Instant time) {
    OptimizationJobStatus status = status("{\"creationTime\": \"" + text + "\"}");

    assertThat(status.description().creationTime()).isEqualTo(time);
  }

  @Test
  void absent_members_vanish() {
    OptimizationJob job = SampleJobs.named("job");
    job.setStatus(new OptimizationJobStatus(1L, null, null, null, null, List.of(), List.of()));

    assertThat(generic(job).<Map<String, Object>>get("status"))
        .containsExactly(Map.entry("observedGeneration", 1));
    assertThat(generic(job).<Map<String, Object>>get("spec")).isEmpty();
  }

  @Test
  void an_empty_message_stays() {
    OptimizationJob job = SampleJobs.named("job");
    job.setStatus(
        new OptimizationJobStatus(
            1L,
            null,
            null,
            null,
            null,
            List.of(),
            List.of(new Condition("Ready", "True", "Completed", "", Instant.EPOCH, null))));

    assertThat(generic(job).<Object>get("status", "conditions", 0, "message")).isEqualTo("");
  }

  @Test
  void fields_of_a_later_version_are_passed_over() {
    OptimizationJobStatus status =
        status(
            "{\"later\": {\"a\": 1}, \"optimizationJobStatus\": \"PAUSED\","
                + " \"vpcConfig\": {\"later\": 1, \"subnets\": [\"subnet-1\"]},"
                + " \"conditions\": [{\"type\": \"Ready\", \"status\": \"True\", \"reason\": \"A\","
                + " \"message\": \"\", \"lastTransitionTime\": \"1970-01-01T00:00:00Z\","
                + " \"later\": 1}]}");

    assertThat(status.description().optimizationJobStatus()).isEqualTo("PAUSED");
    assertThat(status.description().vpcConfig())
        .isEqualTo(new VpcConfig(null, List.of("subnet-1")));
    assertThat(status.conditions()).hasSize(1);
  }

  @Test
  void a_status_without_job_fields_has_no_description() {
    OptimizationJobStatus status =
        status("{\"observedGeneration\": -1, \"region\": \"us-east-1\"}");

    assertThat(status.description()).isNull();
    assertThat(status.transitions()).isEmpty();
    assertThat(status.conditions()).isEmpty();
    assertThat(status.region()).isEqualTo("us-east-1");
  }

  @Test
  void the_pending_status_comes_back_equal() {
    OptimizationJob job = SampleJobs.named("job");
    job.setStatus(OptimizationJobStatus.PENDING);

    assertThat(json().clone(job).getStatus()).isEqualTo(OptimizationJobStatus.PENDING);
  }

  @Test
  void a_resource_without_spec_or_status_is_read() {
    OptimizationJob job =
        json()
            .unmarshal(
                "{\"apiVersion\": \"sagemaker.jobreflector.dev/v1alpha1\","
                    + " \"kind\": \"OptimizationJob\", \"metadata\": {\"name\": \"job\"}}",
                OptimizationJob.class);

    assertThat(job.getSpec()).isEqualTo(OptimizationJobSpec.EMPTY);
    assertThat(job.getStatus()).isNull();
  }

  @Test
  void empty_and_absent_collections_are_one() {
    assertThat(new VpcConfig(List.of(), null)).isEqualTo(new VpcConfig(null, List.of()));
  }

  @Test
  void collections_are_copied_and_cannot_be_changed() {
    Map<String, String> environment = new HashMap<>(Map.of("B", "2", "A", "1"));
    List<String> subnets = new ArrayList<>(List.of("subnet-1"));
    OptimizationJobDescription description =
        SampleJobs.description(environment, new VpcConfig(null, subnets));
    environment.clear();
    subnets.clear();

    assertThat(description.optimizationEnvironment())
        .containsExactly(Map.entry("A", "1"), Map.entry("B", "2"));
    assertThat(description.vpcConfig().subnets()).containsExactly("subnet-1");
    assertThatThrownBy(() -> description.optimizationEnvironment().put("C", "3"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void null_entries_that_the_api_server_would_refuse_are_left_out() {
    Map<String, String> environment = new HashMap<>();
    environment.put("A", null);
    environment.put("B", "2");

    assertThat(SampleJobs.description(environment, null).optimizationEnvironment())
        .containsExactly(Map.entry("B", "2"));
  }

  @Test
  void a_message_is_cut_to_what_the_api_server_takes() {
    Condition condition =
        new Condition("Ready", "False", "Failed", "x".repeat(40_000), Instant.EPOCH, null);

    assertThat(condition.message()).hasSize(Condition.MESSAGE_LIMIT);
  }

  @Test
  void a_message_is_never_cut_within_a_character() {
    String message = "x".repeat(Condition.MESSAGE_LIMIT - 1) + "😀";
    Condition condition = new Condition("Ready", "False", "Failed", message, Instant.EPOCH, null);

    assertThat(condition.message()).isEqualTo("x".repeat(Condition.MESSAGE_LIMIT - 1));
  }

  static Stream<RecordComponent> structures() {
    return Stream.of(
            OptimizationJobDescription.class,
            OptimizationJobDescription.ModelSource.class,
            OptimizationJobDescription.ModelSource.S3.class,
            OptimizationJobDescription.OutputConfig.class,
            OptimizationTechnique.ModelSpeculativeDecodingConfig.class)
        .flatMap(parent -> Stream.of(parent.getRecordComponents()))
        .filter(component -> component.getType().isRecord());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("structures")
  void an_empty_structure_and_an_absent_one_are_one(RecordComponent structure) throws Exception {
    Record empty = ofNulls(structure.getType(), null, null);

    Record parent = ofNulls(structure.getDeclaringRecord(), structure.getName(), empty);

    assertThat(structure.getAccessor().invoke(parent)).isNull();
  }

  @Test
  void an_empty_structure_that_is_stored_is_read_as_absent() {
    assertThat(status("{\"region\": \"us-east-1\", \"modelSource\": {\"s3\": {}}}").description())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0000-12-31T23:59:59.999Z,",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999Z",
    "+10000-01-01T00:00:00Z,",
    "-1000000-01-01T00:00:00Z,"
  })
  void a_time_that_rfc_3339_cannot_say_is_absent(Instant time, Instant kept) {
    assertThat(Canonical.millis(time)).isEqualTo(kept);
  }

  /** A record of nulls, but for one component. */
  private static Record ofNulls(Class<?> type, String component, Object value) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values =
        Stream.of(components).map(c -> c.getName().equals(component) ? value : null).toArray();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return (Record) type.getDeclaredConstructor(types).newInstance(values);
  }

  private KubernetesSerialization json() {
    return client.getKubernetesSerialization();
  }

  private GenericKubernetesResource generic(OptimizationJob job) {
    return json().unmarshal(json().asJson(job), GenericKubernetesResource.class);
  }

  private OptimizationJobStatus status(String text) {
    return json().unmarshal(text, OptimizationJobStatus.class);
  }
}
