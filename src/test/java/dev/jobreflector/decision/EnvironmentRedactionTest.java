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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentRedactionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TOKEN",
        "HF_TOKEN",
        "hf_token",
        "hf-token",
        "hf.token",
        "hfToken",
        "HFToken",
        "HF_TOKEN2",
        "TOKEN_HF",
        "CLIENT_SECRET",
        "DB_PASSWORD",
        "DB_PASSWD",
        "API_KEY",
        "apiKey",
        "AWS_ACCESS_KEY_ID",
        "GOOGLE_CREDENTIAL",
        "GOOGLE_APPLICATION_CREDENTIALS"
      })
  void hides_the_value_of_a_variable_whose_name_has_a_secret_segment(String name) {
    assertThat(shown(EnvironmentRedaction.REDACTED, name, "x")).isEqualTo("REDACTED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MAX_TOKENS",
        "maxTokens",
        "TOKENIZER",
        "TOKENIZER_PATH",
        "TOKENIZERS_PARALLELISM",
        "KEYWORD",
        "MONKEY",
        "SECRETARY",
        "PASSWORDLESS",
        "KEYS",
        "OPTION_QUANTIZE",
        "HF_MODEL_ID",
        "_",
        ""
      })
  void shows_the_value_of_a_variable_whose_name_merely_resembles_one(String name) {
    assertThat(shown(EnvironmentRedaction.REDACTED, name, "x")).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIAIOSFODNN7EXAMPLE",
        "ASIAIOSFODNN7EXAMPLE",
        "id=AKIAIOSFODNN7EXAMPLE,other",
        "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH",
        "Bearer hf_abcdefghijklmnopqrstuvwxyzABCDEFGH",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE",
        "-----BEGIN CERTIFICATE-----",
        "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00ff",
        "https://b.s3.amazonaws.com/k?AWSAccessKeyId=A&Expires=1&Signature=abc%3D",
        "https://d1.cloudfront.net/k?Expires=1&Signature=abc&Key-Pair-Id=K1",
        "https://storage.googleapis.com/b/o?X-Goog-Signature=00ff",
        "https://a.blob.core.windows.net/c/b?sv=2024-01-01&sig=abc%3D"
      })
  void hides_a_value_that_has_the_form_of_a_secret_under_any_name(String value) {
    assertThat(shown(EnvironmentRedaction.REDACTED, "OPTION", value)).isEqualTo("REDACTED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIA",
        "AKIAlowercaseletters",
        "TRAKIAIOSFODNN7EXAMPLE",
        "hf_transfer",
        "shelf_abcdefghijklmnopqrstuvwxyz",
        "-----",
        "BEGIN RSA PRIVATE KEY",
        "https://b.s3.amazonaws.com/key?versionId=1",
        "https://b.s3.amazonaws.com/Signature=1",
        "s3://bucket/token",
        "REDACTION",
        ""
      })
  void shows_a_value_that_merely_resembles_a_secret(String value) {
    assertThat(shown(EnvironmentRedaction.REDACTED, "OPTION", value)).isEqualTo(value);
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

  private static OptimizationJobDescription job(
      Map<String, String> environment, List<OptimizationConfig> configs) {
    return new OptimizationJobDescription(
        "arn:aws:sagemaker:eu-west-1:123456789012:optimization-job/llama",
        "INPROGRESS",
        null,
        null,
        Instant.EPOCH,
        Instant.EPOCH,
        null,
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
