package dev.jobreflector.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.ModelCompilationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.ModelQuantizationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.ModelShardingConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentRedactionTest {

  @Test
  void hides_what_looks_like_a_secret_by_its_name_or_its_form() {
    assertThat(shown(EnvironmentRedaction.REDACTED, "HF_TOKEN", "x")).isEqualTo("REDACTED");
    assertThat(shown(EnvironmentRedaction.REDACTED, "OPTION", "hf_abcdefghijklmnopqrst"))
        .isEqualTo("REDACTED");
    assertThat(shown(EnvironmentRedaction.REDACTED, "MAX_TOKENS", "4096")).isEqualTo("4096");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REDACTED", "NAMES"})
  void hides_of_a_failure_reason_the_secrets_alone(EnvironmentRedaction redaction) {
    assertThat(redaction.apply(failed("No access to https://u:hunter2@host/m.")).failureReason())
        .isEqualTo("No access to https://u:REDACTED@host/m.");
  }

  @Test
  void shows_a_failure_reason_as_it_came_under_all() {
    OptimizationJobDescription failed = failed("No access to https://u:hunter2@host/m.");

    assertThat(EnvironmentRedaction.ALL.apply(failed)).isEqualTo(failed);
  }

  @Test
  void hides_every_value_but_no_name_under_names() {
    assertThat(shown(EnvironmentRedaction.NAMES, "OPTION", "x")).isEqualTo("REDACTED");
  }

  @Test
  void shows_every_value_under_all() {
    assertThat(shown(EnvironmentRedaction.ALL, "HF_TOKEN", "hf_secret")).isEqualTo("hf_secret");
  }

  @Test
  void covers_the_override_environment_of_each_technique() {
    Map<String, String> secret = Map.of("HF_TOKEN", "x", "OPTION", "y");
    Map<String, String> hidden = Map.of("HF_TOKEN", "REDACTED", "OPTION", "y");

    assertThat(EnvironmentRedaction.REDACTED.apply(job(Map.of(), configs(secret))))
        .isEqualTo(job(Map.of(), configs(hidden)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"REDACTED", "NAMES"})
  void leaves_a_job_without_environment_as_it_is(EnvironmentRedaction redaction) {
    assertThat(redaction.apply(job(Map.of(), List.of()))).isEqualTo(job(Map.of(), List.of()));
  }

  private static String shown(EnvironmentRedaction redaction, String name, String value) {
    return redaction.apply(job(Map.of(name, value), List.of())).optimizationEnvironment().get(name);
  }

  private static List<OptimizationConfig> configs(Map<String, String> environment) {
    return List.of(
        new OptimizationConfig(
            new ModelQuantizationConfig("image", environment), null, null, null, null),
        new OptimizationConfig(
            null, new ModelCompilationConfig("image", environment), null, null, null),
        new OptimizationConfig(
            null, null, new ModelShardingConfig("image", environment), null, null),
        new OptimizationConfig(
            null, null, null, null, new OptimizationConfig.UnknownMember("ModelPruningConfig")));
  }

  private static OptimizationJobDescription failed(String reason) {
    return job(reason, Map.of(), List.of());
  }

  private static OptimizationJobDescription job(
      Map<String, String> environment, List<OptimizationConfig> configs) {
    return job(null, environment, configs);
  }

  private static OptimizationJobDescription job(
      @Nullable String failureReason,
      Map<String, String> environment,
      List<OptimizationConfig> configs) {
    return new OptimizationJobDescription(
        "arn:aws:sagemaker:eu-west-1:123456789012:optimization-job/llama",
        "INPROGRESS",
        null,
        null,
        Instant.EPOCH,
        Instant.EPOCH,
        failureReason,
        "llama",
        null,
        environment,
        "ml.g5.2xlarge",
        2,
        configs,
        null,
        null,
        "arn:aws:iam::123456789012:role/optimizer",
        null,
        null);
  }
}
