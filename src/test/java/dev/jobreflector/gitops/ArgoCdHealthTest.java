package dev.jobreflector.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.decision.ContractRow;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Argo CD's health script makes of resources. */
class ArgoCdHealthTest {

  private final LuaHealthScript script =
      new LuaHealthScript(GitOpsFiles.text(GitOpsFiles.HEALTH_SCRIPT));

  /** The tests that Argo CD runs of each script in its repository. */
  record HealthTests(List<HealthCase> tests) {}

  record HealthCase(Map<String, String> healthStatus, String inputPath) {

    Path input() {
      return GitOpsFiles.HEALTH_SCRIPT.resolveSibling(inputPath);
    }
  }

  static List<HealthCase> cases() {
    return GitOpsFiles.yaml(
            GitOpsFiles.HEALTH_SCRIPT.resolveSibling("health_test.yaml"), HealthTests.class)
        .tests();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_script_passes_its_own_tests(HealthCase test) {
    Map<String, Object> resource =
        GitOpsFiles.untyped(GitOpsFiles.yaml(test.input(), Object.class));

    assertThat(script.of(resource)).isEqualTo(test.healthStatus());
  }

  @Test
  void each_file_of_testdata_has_its_test() {
    assertThat(cases())
        .extracting(HealthCase::input)
        .containsExactlyInAnyOrderElementsOf(GitOpsFiles.healthTestdata());
  }

  @ParameterizedTest
  @MethodSource("dev.jobreflector.gitops.GitOpsFiles#healthTestdata")
  void testdata_show_what_the_contract_has(Path testdata) {
    OptimizationJob resource = GitOpsFiles.yaml(testdata, OptimizationJob.class);

    assertThat(Arrays.stream(ContractRow.values()).map(ContractRow::conditions))
        .contains(ContractRow.conditionsOf(resource));
  }

  @ParameterizedTest
  @EnumSource
  void each_fate_of_a_job_has_its_health(ContractRow row) {
    OptimizationJob resource = row.resource();

    assertThat(script.of(GitOpsFiles.untyped(resource)).get("status"))
        .isEqualTo(
            switch (row.kstatus()) {
              case "Current" -> "Healthy";
              case "Failed" -> "Degraded";
              default ->
                  Boolean.TRUE.equals(resource.getSpec().suspend()) ? "Suspended" : "Progressing";
            });
  }

  @Test
  void a_resource_without_status_is_progressing() {
    Map<String, Object> resource =
        Map.of("metadata", Map.of("generation", 1), "spec", Map.of("suspend", true));

    assertThat(script.of(resource).get("status")).isEqualTo("Progressing");
  }

  @Test
  void the_config_map_has_the_script() {
    ConfigMap patch =
        GitOpsFiles.yaml(GitOpsFiles.GITOPS.resolve("argocd/argocd-cm.yaml"), ConfigMap.class);

    assertThat(patch.getData())
        .isEqualTo(
            Map.of(
                "resource.customizations.health.sagemaker.jobreflector.dev_OptimizationJob",
                GitOpsFiles.text(GitOpsFiles.HEALTH_SCRIPT)));
  }
}
