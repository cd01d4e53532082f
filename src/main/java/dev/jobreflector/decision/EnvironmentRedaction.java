package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.ModelCompilationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.ModelQuantizationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.ModelShardingConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which values of a job's environment variables the resource shows, and whether secrets in its
 * failure reason. Who may read the resource is often not who may read the job in AWS.
 */
public enum EnvironmentRedaction {
  /** Values that look like secrets, by the variable's name or the value's form, are hidden. */
  REDACTED,
  /** Names alone: every value is hidden. */
  NAMES,
  /** Every value is shown. */
  ALL;

  /** The description without what this setting hides. Applied twice, it hides nothing more. */
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
        description.failureReason() == null
            ? null
            : Secrets.withoutSecrets(description.failureReason()),
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
    environment.forEach(
        (name, value) -> shown.put(name, hides(name, value) ? Secrets.PLACEHOLDER : value));
    return shown;
  }

  private boolean hides(String name, String value) {
    return this == NAMES || Secrets.isSecretName(name) || Secrets.hasSecret(value);
  }
}
