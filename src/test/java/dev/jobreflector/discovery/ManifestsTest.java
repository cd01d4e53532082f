package dev.jobreflector.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a manifest of an existing job has. */
class ManifestsTest {

  @Test
  void there_is_one_for_each_job_sorted_by_name() {
    assertThat(Manifests.of(List.of("c", "a", "B", "a"), "1", "us-east-1", null))
        .extracting(job -> job.getMetadata().getName(), job -> job.getSpec().optimizationJobName())
        .containsExactly(
            tuple("a", "a"), tuple(ResourceName.of("1", "us-east-1", "B"), "B"), tuple("c", "c"));
  }

  @Test
  void it_has_name_namespace_and_spec_and_nothing_else() {
    OptimizationJob manifest = Manifests.of(List.of("llama"), "1", "us-east-1", "team-a").get(0);

    assertThat(new KubernetesSerialization().asYaml(manifest))
        .isEqualTo(
            """
            ---
            apiVersion: "sagemaker.jobreflector.dev/v1alpha1"
            kind: "OptimizationJob"
            metadata:
              name: "llama"
              namespace: "team-a"
            spec:
              optimizationJobName: "llama"
              region: "us-east-1"
            """);
  }
}
