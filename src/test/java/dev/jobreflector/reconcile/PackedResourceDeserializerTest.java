package dev.jobreflector.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.reconcile.ResourceCache.Group;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a resource's JSON, whatever the API server sends. */
class PackedResourceDeserializerTest {

  private final KubernetesSerialization json = ResourceCache.serialization();

  @Test
  void fields_come_in_any_order_and_those_that_are_not_known_are_passed_over() {
    PackedJob job =
        read(
            """
            {"status": {"optimizationJobStatus": "FAILED", "ofNextVersion": {"a": [1, {}]},
                        "accountId": "123456789012", "region": "us-east-1"},
             "ofNextVersion": [{"a": {}}],
             "metadata": {"ownerReferences": [{"name": "owner"}], "name": "job",
                          "annotations": {"note": "x"}, "namespace": "default", "uid": "u"},
             "spec": {"region": "us-east-1"}, "kind": "OptimizationJob"}
            """);

    assertThat(job.key()).isEqualTo("default/job");
    assertThat(job.group()).isEqualTo(new Group("123456789012", "us-east-1", "FAILED"));
    assertThat(job.getMetadata().getUid()).isEqualTo("u");
    assertThat(job.getMetadata().getAnnotations()).isNull();
    assertThat(job.getSpec().region()).isEqualTo("us-east-1");
    assertThat(job.getStatus().description().optimizationJobStatus()).isEqualTo("FAILED");
  }

  @Test
  void what_is_null_or_absent_is_not_there() {
    PackedJob job =
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
    assertThat(job.group()).isEqualTo(new Group("", "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "%s, \"generation\": 3", "\"generation\": 3, %s"})
  void annotations_are_not_taken_for_the_fields_of_their_names(String order) {
    String annotations =
        """
        "annotations": {"deletionTimestamp": "soon", "generation": "x", "uid": "x",
                        "resourceVersion": "x", "creationTimestamp": "x", "name": "x"}
        """;

    PackedJob job =
        read("{\"metadata\": {\"name\": \"job\", %s}}".formatted(order.formatted(annotations)));

    assertThat(job.isMarkedForDeletion()).isFalse();
    assertThat(job.getMetadata().getGeneration()).isIn(3L, null);
    assertThat(job.getMetadata().getUid()).isNull();
    assertThat(job.getMetadata().getResourceVersion()).isNull();
    assertThat(job.key()).isEqualTo("/job");
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
        "{'status': 'x'} | status: Cannot",
        "{'status': {'region': ['x']}} | status.region: Cannot",
        "{'status': {'conditions': [{'lastTransitionTime': 'yesterday'}]}}"
            + " | status.conditions[0].lastTransitionTime: Cannot",
        "{'status': {'conditions': [{'type': 'Ready', 'message': [{'type': 'X'}]}],"
            + " 'region': 'r'}, 'spec': {'suspend': true}} | status.conditions[0].message: Cannot",
        "{'status': {'conditions': [{'type': []}], 'region': 'r'}} | status.conditions[0].type: Cannot"
      })
  void a_spec_or_status_of_another_schema_is_found_where_it_is_used(
      String resource, String message) {
    PackedJob job = read(resource.replace('\'', '"'));

    assertThatThrownBy(job::getSpec)
        .isInstanceOf(UnreadableResourceException.class)
        .hasMessageStartingWith(message)
        .message()
        .doesNotContain("\n");
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

    assertThat(event.getObject()).isInstanceOf(PackedJob.class);
    PackedJob job = (PackedJob) event.getObject();
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
            PackedJob.class,
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

  private PackedJob read(String resource) {
    return (PackedJob) json.unmarshal(resource, OptimizationJob.class);
  }
}
