package dev.jobreflector.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.cluster.ResourceCache.Group;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a resource's JSON, whatever the API server sends. */
class CachedJobDeserializerTest {

  private final KubernetesSerialization json = ResourceCache.serialization();

  @Test
  void fields_come_in_any_order_and_those_that_are_not_known_are_passed_over() {
    CachedJob job =
        read(
            """
            {"status": {"optimizationJobStatus": "FAILED", "ofNextVersion": {"a": [1, {}]},
                        "accountId": "123456789012", "region": "us-east-1"},
             "ofNextVersion": [{"a": {}}],
             "metadata": {"ownerReferences": [{"name": "owner"}], "name": "job",
                          "annotations": {"note": "x"}, "namespace": "default", "uid": "u"},
             "spec": {"region": "us-east-1"}, "kind": "OptimizationJob"}
            """);

    assertThat(job.resource().key()).isEqualTo("default/job");
    assertThat(job.resource().group()).isEqualTo(new Group("123456789012", "us-east-1", "FAILED"));
    assertThat(job.getMetadata().getUid()).isEqualTo("u");
    assertThat(job.getMetadata().getAnnotations()).isNull();
    assertThat(job.getSpec().region()).isEqualTo("us-east-1");
    assertThat(job.getStatus().description().optimizationJobStatus()).isEqualTo("FAILED");
  }

  @Test
  void what_is_null_or_absent_is_not_there() {
    CachedJob job =
        read(
            """
            {"metadata": {"name": "job", "namespace": "default", "generation": null,
                          "deletionTimestamp": null, "annotations": null},
             "status": null}
            """);

    assertThat(job.getSpec()).isEqualTo(OptimizationJobSpec.EMPTY);
    assertThat(job.getStatus()).isNull();
    assertThat(job.getMetadata().getGeneration()).isNull();
    assertThat(job.isMarkedForDeletion()).isFalse();
    assertThat(job.resource().group()).isEqualTo(new Group("", "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "%s, \"generation\": 3", "\"generation\": 3, %s"})
  void annotations_are_not_taken_for_the_fields_of_their_names(String order) {
    String annotations =
        """
        "annotations": {"deletionTimestamp": "soon", "generation": "x", "uid": "x",
                        "resourceVersion": "x", "creationTimestamp": "x", "name": "x"}
        """;

    CachedJob job =
        read("{\"metadata\": {\"name\": \"job\", %s}}".formatted(order.formatted(annotations)));

    assertThat(job.isMarkedForDeletion()).isFalse();
    assertThat(job.getMetadata().getGeneration()).isIn(3L, null);
    assertThat(job.getMetadata().getUid()).isNull();
    assertThat(job.getMetadata().getResourceVersion()).isNull();
    assertThat(job.resource().key()).isEqualTo("/job");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"metadata\": {}}]",
        "{\"metadata\": \"x\"}",
        "{\"metadata\": {\"annotations\": [1]}}",
        "{\"metadata\": {\"name\": {\"a\": 1}}}",
        "{\"metadata\": {\"generation\": \"x\"}}"
      })
  void what_is_no_resource_is_refused(String other) {
    assertThatThrownBy(() -> read(other)).isInstanceOf(KubernetesClientException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'spec': {'suspend': {'for': 'ever'}}} | spec.suspend: Cannot",
        "{'spec': {'suspend': 'yes\\nno'}} | spec.suspend: Cannot",
        "{'spec': 'x'} | spec: Cannot",
        "{'spec': 'x', 'status': 'x'} | spec: Cannot",
      })
  void a_spec_of_another_schema_is_found_where_it_is_used(String resource, String message) {
    CachedJob job = read(resource.replace('\'', '"'));

    assertThatThrownBy(job::getSpec)
        .isInstanceOf(UnreadableResourceException.class)
        .hasMessageStartingWith(message)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'x' | status: Cannot",
        "[1, {'region': 'x'}] | status: Cannot",
        "{'region': ['x']} | status.region: Cannot",
        "{'conditions': [{'lastTransitionTime': 'yesterday'}]}"
            + " | status.conditions[0].lastTransitionTime: Cannot",
        "{'conditions': [{'type': 'Ready', 'message': [{'type': 'X'}]}], 'region': 'r'}"
            + " | status.conditions[0].message: Cannot",
        "{'conditions': [{'type': []}], 'region': 'r'} | status.conditions[0].type: Cannot"
      })
  void a_status_of_another_schema_counts_as_none(String status, String problem) {
    CachedJob job =
        read("{'spec': {'region': 'r'}, 'status': %s}".formatted(status).replace('\'', '"'));

    assertThat(job.getSpec().region()).isEqualTo("r");
    assertThat(job.getStatus()).isNull();
    assertThat(job.statusProblem()).startsWith(problem).doesNotContain("\n");
  }

  @ParameterizedTest
  @MethodSource("hostileMetadata")
  void whatever_metadata_has_the_resource_is_read(String metadata) {
    CachedJob job =
        read(
            """
            {"apiVersion": "sagemaker.jobreflector.dev/v1alpha1", "kind": "OptimizationJob",
             "metadata": {%s, "name": "job", "namespace": "default", "generation": 3},
             "spec": {"region": "r"}, "status": {"region": "s"}}
            """
                .formatted(metadata));

    assertThat(job.resource().key()).isEqualTo("default/job");
    assertThat(job.getMetadata().getGeneration()).isEqualTo(3);
    assertThat(job.getSpec().region()).isEqualTo("r");
    assertThat(job.getStatus().region()).isEqualTo("s");
    assertThat(job.resource().body().compressed().size()).isLessThan(1000);
  }

  static Stream<Named<String>> hostileMetadata() {
    String managedFields = "\"managedFields\": [{\"manager\": \"x\", \"fieldsV1\": %s}]";
    String name = "\"f:" + "x".repeat(1 << 20) + "\"";
    return Stream.of(
        named("9,000 levels", managedFields.formatted(nested(9_000))),
        named("a name of a megabyte", managedFields.formatted("{" + name + ": {}}")),
        named("a text of a megabyte", managedFields.formatted("\"" + "x".repeat(1 << 20) + "\"")),
        named("a number of a megabyte", managedFields.formatted("1".repeat(1 << 20))),
        named("managedFields of another type", "\"managedFields\": {\"a\": [1]}"),
        named("an entry of another type", "\"managedFields\": [1, [2], null, \"x\"]"),
        named("a label of a megabyte", "\"labels\": {" + name + ": " + name + "}"),
        named("a request of a megabyte", request("x".repeat(1 << 20))),
        named("a request of 256 pairs", request("\uD83D\uDE80".repeat(256))));
  }

  private static String request(String text) {
    return "\"annotations\": {\"%s\": \"%s\"}"
        .formatted(OptimizationJob.RECONCILE_REQUESTED_AT, text);
  }

  private static String nested(int levels) {
    return "{\"f:a\":".repeat(levels) + "{}" + "}".repeat(levels);
  }

  @ParameterizedTest
  @MethodSource("hostileValues")
  void a_spec_that_is_too_large_is_refused_where_it_is_used(String value) {
    CachedJob job = read("{\"spec\": %s, \"status\": {\"region\": \"r\"}}".formatted(value));

    assertThatThrownBy(job::getSpec)
        .isInstanceOf(UnreadableResourceException.class)
        .hasMessageContaining("more than 262144 bytes or 100 levels");
    assertThat(job.resource().body().compressed().size()).isLessThan(1000);
  }

  @ParameterizedTest
  @MethodSource("hostileValues")
  void a_status_that_is_too_large_counts_as_none(String value) {
    CachedJob job = read("{\"spec\": {\"region\": \"r\"}, \"status\": %s}".formatted(value));

    assertThat(job.getSpec().region()).isEqualTo("r");
    assertThat(job.getStatus()).isNull();
    assertThat(job.statusProblem()).contains("more than 262144 bytes or 100 levels");
    assertThat(job.resource().body().compressed().size()).isLessThan(1000);
  }

  static Stream<Named<String>> hostileValues() {
    String megabyte = "\"" + "x".repeat(1 << 20) + "\"";
    return Stream.of(
        named("9,000 levels", nested(9_000)),
        named("a text of a megabyte", "{\"region\": " + megabyte + "}"),
        named("a name of a megabyte", "{" + megabyte + ": 1}"),
        named("many values", "{\"a\": [" + "1,".repeat(1 << 18) + "1]}"),
        named("no object", megabyte));
  }

  @Test
  void a_list_is_read_in_spite_of_one_resource() {
    String hostile =
        "{\"metadata\": {\"name\": \"hostile\", \"managedFields\": [{\"fieldsV1\": %s}]}}"
            .formatted(nested(1_200));
    KubernetesResourceList<OptimizationJob> list =
        json.unmarshal(
            """
            {"apiVersion": "sagemaker.jobreflector.dev/v1alpha1", "kind": "OptimizationJobList",
             "metadata": {}, "items": [%s, {"metadata": {"name": "other"}}]}
            """
                .formatted(hostile),
            new TypeReference<DefaultKubernetesResourceList<OptimizationJob>>() {});

    assertThat(list.getItems())
        .extracting(job -> job.getMetadata().getName())
        .containsExactly("hostile", "other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%1$s, %2$s, %3$s",
        "%2$s, %1$s, %3$s",
        "%3$s, %1$s, %2$s",
        "%1$s, %3$s, %2$s",
        "%3$s, %2$s, %1$s"
      })
  void a_watch_brings_it_packed_wherever_its_kind_stands(String order) {
    String object =
        order.formatted(
            "\"apiVersion\": \"sagemaker.jobreflector.dev/v1alpha1\"",
            "\"kind\": \"OptimizationJob\"",
            """
            "metadata": {"name": "job", "namespace": "default", "generation": 2},
            "spec": {}, "status": {"region": "us-east-1"}
            """);
    WatchEvent event =
        json.unmarshal(
            "{\"type\": \"MODIFIED\", \"object\": {%s}}".formatted(object), WatchEvent.class);

    assertThat(event.getObject()).isInstanceOf(CachedJob.class);
    CachedJob job = (CachedJob) event.getObject();
    assertThat(job.getMetadata().getGeneration()).isEqualTo(2);
    assertThat(job.getStatus().region()).isEqualTo("us-east-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"metadata\": {}, \"code\": 410}",
        "{\"apiVersion\": \"v1\", \"kind\": \"Status\", \"metadata\": {}, \"code\": 410}",
        "{\"metadata\": {}, \"code\": 410, \"kind\": \"Status\", \"apiVersion\": \"v1\"}"
      })
  void a_watch_brings_what_is_of_another_kind_as_the_client_does(String status) {
    WatchEvent event =
        json.unmarshal("{\"object\": %s, \"type\": \"ERROR\"}".formatted(status), WatchEvent.class);

    assertThat(event.getType()).isEqualTo("ERROR");
    assertThat(event.getObject())
        .isInstanceOfSatisfying(Status.class, told -> assertThat(told.getCode()).isEqualTo(410));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"object\": null,", "\"object\": {},"})
  void a_watch_may_bring_nothing(String object) {
    WatchEvent event =
        json.unmarshal("{%s \"type\": \"ERROR\"}".formatted(object), WatchEvent.class);

    assertThat(event.getType()).isEqualTo("ERROR");
    assertThat(event.getObject() instanceof OptimizationJob).isFalse();
  }

  @Test
  void a_watch_brings_a_bookmark() {
    WatchEvent event =
        json.unmarshal(
            """
            {"type": "BOOKMARK",
             "object": {"kind": "OptimizationJob",
                        "apiVersion": "sagemaker.jobreflector.dev/v1alpha1",
                        "metadata": {"resourceVersion": "12746"}, "spec": {}}}
            """,
            WatchEvent.class);

    assertThat(event.getObject())
        .isInstanceOfSatisfying(
            CachedJob.class,
            bookmark -> assertThat(bookmark.getMetadata().getResourceVersion()).isEqualTo("12746"));
  }

  @Test
  void a_bookmark_has_a_version_and_no_name() {
    OptimizationJob bookmark =
        read(
            """
            {"apiVersion": "sagemaker.jobreflector.dev/v1alpha1", "kind": "OptimizationJob",
             "metadata": {"resourceVersion": "7", "creationTimestamp": null}, "spec": {}}
            """);

    assertThat(bookmark.getMetadata().getResourceVersion()).isEqualTo("7");
  }

  @Test
  void json_that_ends_too_soon_is_refused() {
    assertThatThrownBy(() -> read("{\"metadata\": {\"name\": \"job\"}, \"status\": {\"region\":"))
        .isInstanceOf(KubernetesClientException.class);
    assertThatThrownBy(() -> read("{\"metadata\": {\"name\": \"job\""))
        .isInstanceOf(KubernetesClientException.class);
  }

  private CachedJob read(String resource) {
    return (CachedJob) json.unmarshal(resource, OptimizationJob.class);
  }
}
