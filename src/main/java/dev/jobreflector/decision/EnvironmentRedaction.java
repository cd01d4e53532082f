package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.ModelCompilationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.ModelQuantizationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.ModelShardingConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which values of a job's environment variables the resource shows. Who may read the resource is
 * often not who may read the job in AWS.
 */
public enum EnvironmentRedaction {
  /** Values that look like secrets, by the variable's name or the value's form, are hidden. */
  REDACTED,
  /** Names alone: every value is hidden. */
  NAMES,
  /** Every value is shown. */
  ALL;

  /** Stands in place of a hidden value. */
  public static final String PLACEHOLDER = "REDACTED";

  private static final Set<String> SECRET_SEGMENTS =
      Set.of("TOKEN", "SECRET", "PASSWORD", "PASSWD", "KEY", "CREDENTIAL", "CREDENTIALS");

  /** HF_TOKEN, hf.token, hfToken, HFToken and HF_TOKEN2 all have the segment TOKEN. */
  private static final Pattern SEGMENT_END =
      Pattern.compile(
          "[^\\p{L}\\p{N}]+|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})"
              + "|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private static final Pattern SECRET_VALUE =
      Pattern.compile(
          // AWS access key ids, lasting and temporary; Hugging Face tokens; PEM blocks.
          "\\b(?:AKIA|ASIA)[A-Z0-9]{12,}\\b|\\bhf_[A-Za-z0-9]{16,}\\b|-----BEGIN [A-Z0-9 ]+-----"
              // Signed URLs of AWS, CloudFront, Google Cloud and Azure.
              + "|(?i:https?://\\S+[?&](?:X-Amz-(?:Signature|Security-Token)|X-Goog-Signature"
              + "|Signature|sig)=)");

  /** The description without the values that this setting hides, in every environment it has. */
  public OptimizationJobDescription apply(OptimizationJobDescription description) {
    if (this == ALL) {
      return description;
    }
    return new OptimizationJobDescription(
        description.optimizationJobArn(),
        description.optimizationJobStatus(),
        description.optimizationStartTime(),
        description.optimizationEndTime(),
        description.creationTime(),
        description.lastModifiedTime(),
        description.failureReason(),
        description.optimizationJobName(),
        description.modelSource(),
        redact(description.optimizationEnvironment()),
        description.deploymentInstanceType(),
        description.maxInstanceCount(),
        redact(description.optimizationConfigs()),
        description.outputConfig(),
        description.optimizationOutput(),
        description.roleArn(),
        description.stoppingCondition(),
        description.vpcConfig());
  }

  private @Nullable List<OptimizationConfig> redact(@Nullable List<OptimizationConfig> configs) {
    return configs == null ? null : configs.stream().map(this::redact).toList();
  }

  private OptimizationConfig redact(OptimizationConfig config) {
    ModelQuantizationConfig quantization = config.modelQuantizationConfig();
    ModelCompilationConfig compilation = config.modelCompilationConfig();
    ModelShardingConfig sharding = config.modelShardingConfig();
    return new OptimizationConfig(
        quantization == null
            ? null
            : new ModelQuantizationConfig(
                quantization.image(), redact(quantization.overrideEnvironment())),
        compilation == null
            ? null
            : new ModelCompilationConfig(
                compilation.image(), redact(compilation.overrideEnvironment())),
        sharding == null
            ? null
            : new ModelShardingConfig(sharding.image(), redact(sharding.overrideEnvironment())),
        config.modelSpeculativeDecodingConfig(),
        config.unknownMember());
  }

  private @Nullable Map<String, String> redact(@Nullable Map<String, String> environment) {
    if (environment == null) {
      return null;
    }
    Map<String, String> shown = new TreeMap<>();
    environment.forEach((name, value) -> shown.put(name, hides(name, value) ? PLACEHOLDER : value));
    return shown;
  }

  private boolean hides(String name, String value) {
    return this == NAMES || isSecretName(name) || SECRET_VALUE.matcher(value).find();
  }

  // Few names have such a word anywhere, and to find their segments costs more than to look for it.
  private static boolean isSecretName(String name) {
    String upperCase = name.toUpperCase(Locale.ROOT);
    return SECRET_SEGMENTS.stream().anyMatch(upperCase::contains)
        && SEGMENT_END
            .splitAsStream(name)
            .anyMatch(segment -> SECRET_SEGMENTS.contains(segment.toUpperCase(Locale.ROOT)));
  }
}
