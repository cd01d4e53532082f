package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.embedded.EmbeddedApiServer;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.SageMakerSimulator;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A resource that was stored under another schema concerns no other resource. */
class UnreadableResourceIT {

  private static final JobPlan QUICK =
      JobPlan.defaults()
          .lasting(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(2));

  @Test
  void it_is_told_once_and_the_others_are_reflected() {
    try (SageMakerSimulator simulator = SageMakerSimulator.start();
        EmbeddedApiServer lax = EmbeddedApiServer.start()) {
      lax.client().resource(unreadable()).create();
      try (OperatorProcess operator =
          OperatorProcess.start(
              Command.of("unreadable", lax.kubeconfig(), "default", simulator.endpoint())
                  .with("--leader-election=false"))) {
        simulator.jobs().create("job", QUICK);
        lax.client().resource(SampleJobs.named("job")).inNamespace("default").create();

        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> "COMPLETED".equals(jobStatus(lax, "job")));

        assertThat(operator.log())
            .containsOnlyOnce(
                "default/unreadable cannot be read. The operator does not reflect it until it is"
                    + " corrected: spec.suspend: ")
            .doesNotContain("ERROR");
      }
    }
  }

  private static String jobStatus(EmbeddedApiServer server, String name) {
    OptimizationJob job =
        server
            .client()
            .resources(OptimizationJob.class)
            .inNamespace("default")
            .withName(name)
            .get();
    return job.getStatus() == null || job.getStatus().description() == null
        ? null
        : job.getStatus().description().optimizationJobStatus();
  }

  /** What only an API server without the schema takes: suspend is no boolean. */
  private static GenericKubernetesResource unreadable() {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(OptimizationJob.GROUP + "/" + OptimizationJob.VERSION)
        .withKind(OptimizationJob.KIND)
        .withNewMetadata()
        .withName("unreadable")
        .withNamespace("default")
        .endMetadata()
        .addToAdditionalProperties("spec", Map.of("suspend", Map.of("for", "ever")))
        .build();
  }
}
