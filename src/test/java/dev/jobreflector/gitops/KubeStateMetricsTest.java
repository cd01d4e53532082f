package dev.jobreflector.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.crd.CrdDocument;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sagemaker.model.OptimizationJobStatus;

/** The configuration for kube-state-metrics fits the resource. */
class KubeStateMetricsTest {

  private static final JsonNode CONFIGURATION =
      GitOpsFiles.yaml(
              GitOpsFiles.GITOPS.resolve("kube-state-metrics/optimizationjobs.yaml"),
              JsonNode.class)
          .at("/spec/resources/0");

  static List<List<String>> paths() {
    return CustomResourceStatePaths.of(CONFIGURATION);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void each_path_is_in_the_schema(List<String> path) {
    JSONSchemaProps schema =
        CrdDocument.definition().getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();

    assertThat(CustomResourceStatePaths.isIn(schema, path)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void each_path_leads_to_something_that_an_api_server_held(List<String> path) {
    Stream<JsonNode> found =
        GitOpsFiles.healthTestdata().stream()
            .map(file -> GitOpsFiles.yaml(file, JsonNode.class))
            .map(resource -> CustomResourceStatePaths.valueIn(resource, path));

    assertThat(found).anyMatch(value -> value != null);
  }

  @Test
  void states_are_those_of_sage_maker() {
    Stream<String> list =
        CONFIGURATION.at("/metrics/1/each/stateSet/list").valueStream().map(JsonNode::asText);

    assertThat(list)
        .containsExactlyInAnyOrderElementsOf(
            OptimizationJobStatus.knownValues().stream()
                .map(OptimizationJobStatus::toString)
                .toList());
  }

  @Test
  void resource_is_the_one_that_is_served() {
    assertThat(GitOpsFiles.untyped(CONFIGURATION.get("groupVersionKind")))
        .isEqualTo(
            Map.of(
                "group", HasMetadata.getGroup(OptimizationJob.class),
                "version", HasMetadata.getVersion(OptimizationJob.class),
                "kind", OptimizationJob.KIND));
    assertThat(CONFIGURATION.get("resourcePlural").asText())
        .isEqualTo(HasMetadata.getPlural(OptimizationJob.class));
  }

  @Test
  void the_document_tells_of_each_metric() {
    Stream<String> names =
        CONFIGURATION
            .get("metrics")
            .valueStream()
            .map(metric -> "`kube_" + metric.get("name").asText() + "`");

    assertThat(GitOpsFiles.text(Path.of("docs", "consuming.md"))).contains(names.toList());
  }
}
