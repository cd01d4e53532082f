package dev.jobreflector.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The client that the operator makes for itself. */
class ClusterConfigTest {

  private static final String RESOURCE =
      """
      {"apiVersion": "sagemaker.jobreflector.dev/v1alpha1", "kind": "OptimizationJob",
       "metadata": {"name": "job", "resourceVersion": "7", "managedFields": [
         {"manager": "kubectl", "operation": "Apply", "fieldsType": "FieldsV1",
          "fieldsV1": {"f:spec": {"f:region": {}}}}],
        "labels": {"team": "a"}},
       "spec": {"region": "us-east-1"}}
      """;

  @Test
  void what_it_reads_is_packed_with_what_is_used_of_it() throws ClusterConfigException {
    try (KubernetesClient client = ClusterConfig.client(Config.empty(), null, "test")) {
      OptimizationJob read =
          client
              .getKubernetesSerialization()
              .unmarshal(
                  new ByteArrayInputStream(RESOURCE.getBytes(StandardCharsets.UTF_8)),
                  OptimizationJob.class);

      ObjectMeta metadata = read.getMetadata();
      assertThat(metadata.getName()).isEqualTo("job");
      assertThat(metadata.getResourceVersion()).isEqualTo("7");
      assertThat(metadata.getManagedFields()).isNull();
      assertThat(metadata.getLabels()).isNull();
      assertThat(read.getSpec().region()).isEqualTo("us-east-1");
    }
  }
}
