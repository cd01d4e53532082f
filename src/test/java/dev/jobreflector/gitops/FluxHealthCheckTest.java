package dev.jobreflector.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.decision.ContractRow;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Flux's health check expressions make of resources. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FluxHealthCheckTest {

  private final HealthCheckExpressions completed = expressions("completed.yaml");
  private final HealthCheckExpressions finished = expressions("finished.yaml");

  @ParameterizedTest
  @EnumSource
  void completed_reads_each_fate_as_kstatus_does(ContractRow row) {
    assertThat(completed.of(GitOpsFiles.untyped(row.resource()))).isEqualTo(row.kstatus());
  }

  @ParameterizedTest
  @EnumSource
  void finished_is_current_however_the_job_ended(ContractRow row) {
    boolean over = row.conditions().contains("Finished True");

    assertThat(finished.of(GitOpsFiles.untyped(row.resource())))
        .isEqualTo(over ? "Current" : row.kstatus());
  }

  @ParameterizedTest
  @EnumSource
  void a_change_that_was_not_seen_yet_is_in_progress(ContractRow row) {
    OptimizationJob resource = row.resource();
    resource.getMetadata().setGeneration(resource.getMetadata().getGeneration() + 1);

    assertThat(completed.of(GitOpsFiles.untyped(resource))).isEqualTo("InProgress");
    assertThat(finished.of(GitOpsFiles.untyped(resource))).isEqualTo("InProgress");
  }

  @ParameterizedTest
  @MethodSource("dev.jobreflector.gitops.GitOpsFiles#healthTestdata")
  void expressions_read_what_the_api_server_holds(Path testdata) {
    String health = testdata.getFileName().toString().replaceFirst("[_.].*", "");

    assertThat(completed.of(GitOpsFiles.untyped(GitOpsFiles.yaml(testdata, Object.class))))
        .isEqualTo(
            switch (health) {
              case "healthy" -> "Current";
              case "degraded" -> "Failed";
              default -> "InProgress";
            });
  }

  /** The only entry of a file of gitops/flux. */
  private static HealthCheckExpressions expressions(String file) {
    HealthCheckExpressions.Entry[] entries =
        GitOpsFiles.yaml(
            GitOpsFiles.GITOPS.resolve("flux").resolve(file), HealthCheckExpressions.Entry[].class);
    assertThat(entries).hasSize(1);
    assertThat(entries[0].kind()).isEqualTo(OptimizationJob.KIND);
    assertThat(entries[0].apiVersion()).isEqualTo(HasMetadata.getApiVersion(OptimizationJob.class));
    return new HealthCheckExpressions(entries[0]);
  }
}
