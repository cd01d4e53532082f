package dev.jobreflector.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescriptionBuilder;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.ModelCompilationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.ModelQuantizationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.ModelShardingConfig;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  @Test
  void hides_what_looks_like_a_secret_by_its_name_or_its_form() {
    assertThat(shown(Redaction.REDACTED, "HF_TOKEN", "x")).isEqualTo("REDACTED");
    assertThat(shown(Redaction.REDACTED, "OPTION", "hf_abcdefghijklmnopqrst"))
        .isEqualTo("REDACTED");
    assertThat(shown(Redaction.REDACTED, "MAX_TOKENS", "4096")).isEqualTo("4096");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REDACTED", "NAMES"})
  void hides_of_a_failure_reason_the_secrets_alone(Redaction redaction) {
    assertThat(redaction.apply(failed("No access to https://u:hunter2@host/m.")).failureReason())
        .isEqualTo("No access to https://u:REDACTED@host/m.");
  }

  @Test
  void shows_a_failure_reason_as_it_came_under_all() {
    OptimizationJobDescription failed = failed("No access to https://u:hunter2@host/m.");

    assertThat(Redaction.ALL.apply(failed)).isEqualTo(failed);
  }

  @Test
  void hides_every_value_but_no_name_under_names() {
    assertThat(shown(Redaction.NAMES, "OPTION", "x")).isEqualTo("REDACTED");
  }

  @Test
  void shows_every_value_under_all() {
    assertThat(shown(Redaction.ALL, "HF_TOKEN", "hf_secret")).isEqualTo("hf_secret");
  }

  @Test
  void covers_the_override_environment_of_each_technique() {
    Map<String, String> secret = Map.of("HF_TOKEN", "x", "OPTION", "y");
    Map<String, String> hidden = Map.of("HF_TOKEN", "REDACTED", "OPTION", "y");

    assertThat(Redaction.REDACTED.apply(job(Map.of(), configs(secret))))
        .isEqualTo(job(Map.of(), configs(hidden)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"REDACTED", "NAMES"})
  void leaves_a_job_without_environment_as_it_is(Redaction redaction) {
    assertThat(redaction.apply(job(Map.of(), List.of()))).isEqualTo(job(Map.of(), List.of()));
  }

  private static String shown(Redaction redaction, String name, String value) {
    return redaction.apply(job(Map.of(name, value), List.of())).optimizationEnvironment().get(name);
  }

  private static List<OptimizationTechnique> configs(Map<String, String> environment) {
    return List.of(
        new OptimizationTechnique(
            new ModelQuantizationConfig("image", environment), null, null, null, null),
        new OptimizationTechnique(
            null, new ModelCompilationConfig("image", environment), null, null, null),
        new OptimizationTechnique(
            null, null, new ModelShardingConfig("image", environment), null, null),
        new OptimizationTechnique(
            null, null, null, null, new OptimizationTechnique.UnknownMember("ModelPruningConfig")));
  }

  @Test
  void hides_values_of_members_that_nobody_knows_like_those_of_environments() {
    Map<String, Object> members =
        Map.of(
            "NewText", "new",
            "NewToken", "x",
            "OutputConfig.NewSecret", Map.of("Any", List.of(1, true)),
            "NewEnvironment", Map.of("HF_TOKEN", "x", "MAX_TOKENS", 4096L),
            "NewList", List.of("fp8", "hf_abcdefghijklmnopqrst", List.of("AKIAIOSFODNN7EXAMPLE")),
            "NewVariables",
                List.of(
                    Map.of("Name", "HF_TOKEN", "Value", "x"),
                    Map.of("Name", "OPTION", "Value", "y"),
                    Map.of("Key", "team", "Value", "z"),
                    Map.of("Key", "x")));

    assertThat(shown(Redaction.REDACTED, members))
        .isEqualTo(
            Map.of(
                "NewText",
                "new",
                "NewToken",
                "REDACTED",
                "OutputConfig.NewSecret",
                "REDACTED",
                "NewEnvironment",
                Map.of("HF_TOKEN", "REDACTED", "MAX_TOKENS", 4096L),
                "NewList",
                List.of("fp8", "REDACTED", List.of("REDACTED")),
                "NewVariables",
                List.of(
                    Map.of("Name", "HF_TOKEN", "Value", "REDACTED"),
                    Map.of("Name", "OPTION", "Value", "y"),
                    Map.of("Key", "team", "Value", "z"),
                    Map.of("Key", "REDACTED"))));
    assertThat(shown(Redaction.NAMES, members).toString())
        .contains("NewText=REDACTED", "HF_TOKEN=REDACTED", "MAX_TOKENS=REDACTED", "Name=REDACTED")
        .doesNotContain("fp8", "4096", "OPTION", "team");
    assertThat(shown(Redaction.ALL, members).toString()).contains("HF_TOKEN=x", "NewToken=x");
  }

  @ParameterizedTest
  @EnumSource
  void hides_nothing_more_the_second_time(Redaction redaction) {
    Map<String, Object> large = new HashMap<>();
    for (int i = 0; i < 900; i++) {
      large.put("M" + i, List.of(i, Map.of("Name", "A_KEY", "Value", i)));
    }
    OptimizationJobDescription once = redaction.apply(withMembers(large));

    assertThat(redaction.apply(once)).isEqualTo(once);
  }

  private static Map<String, Object> shown(
      Redaction redaction, Map<String, Object> unknownMembers) {
    return redaction.apply(withMembers(unknownMembers)).unknownMembers();
  }

  private static OptimizationJobDescription withMembers(Map<String, Object> unknownMembers) {
    return job(null, Map.of(), List.of(), unknownMembers);
  }

  private static OptimizationJobDescription failed(String reason) {
    return job(reason, Map.of(), List.of(), Map.of());
  }

  private static OptimizationJobDescription job(
      Map<String, String> environment, List<OptimizationTechnique> configs) {
    return job(null, environment, configs, Map.of());
  }

  private static OptimizationJobDescription job(
      @Nullable String failureReason,
      Map<String, String> environment,
      List<OptimizationTechnique> configs,
      Map<String, Object> unknownMembers) {
    return OptimizationJobDescriptionBuilder.builder()
        .optimizationJobArn("arn:aws:sagemaker:eu-west-1:123456789012:optimization-job/llama")
        .optimizationJobStatus("INPROGRESS")
        .creationTime(Instant.EPOCH)
        .lastModifiedTime(Instant.EPOCH)
        .failureReason(failureReason)
        .optimizationJobName("llama")
        .optimizationEnvironment(environment)
        .deploymentInstanceType("ml.g5.2xlarge")
        .maxInstanceCount(2)
        .optimizationConfigs(configs)
        .roleArn("arn:aws:iam::123456789012:role/optimizer")
        .trainingPlanArns(List.of("arn:aws:sagemaker:eu-west-1:123456789012:training-plan/plan"))
        .unknownMembers(unknownMembers)
        .build();
  }
}
