package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.ModelCompilationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.ModelQuantizationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.ModelShardingConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
        description.vpcConfig(),
        description.trainingPlanArns(),
        redactMembers(description.unknownMembers()));
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

  /** Nobody knows what they are, so that each may be an environment. */
  private @Nullable Map<String, Object> redactMembers(@Nullable Map<String, Object> members) {
    if (members == null) {
      return null;
    }
    Map<String, Object> shown = new TreeMap<>();
    members.forEach(
        (path, value) -> shown.put(path, shown(path.substring(path.lastIndexOf('.') + 1), value)));
    return shown;
  }

  private Object shown(String name, Object value) {
    if (value instanceof String text && OptimizationJobDescription.LEFT_OUT.contains(text)) {
      return value;
    }
    boolean hidden = this == REDACTED && Secrets.isSecretName(name);
    if (!hidden && value instanceof Map<?, ?> members) {
      return shown(members);
    } else if (!hidden && value instanceof List<?> elements) {
      return elements.stream().map(element -> shown(name, element)).toList();
    }
    return hidden || hides(name, String.valueOf(value)) ? Secrets.PLACEHOLDER : value;
  }

  // Of {Name: HF_TOKEN, Value: …} the name tells, and is no secret itself; tags have a Key.
  private Map<String, Object> shown(Map<?, ?> members) {
    String naming = member(members, "name", "key");
    String named = member(members, "value");
    Map<String, Object> shown = new TreeMap<>();
    members.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          String told = name;
          if (naming != null && named != null) {
            told = name.equals(named) ? String.valueOf(members.get(naming)) : told;
            told = name.equals(naming) ? "" : told;
          }
          shown.put(name, shown(told, value));
        });
    return shown;
  }

  /** The first member that has one of these names, in any case; null where there is none. */
  private static @Nullable String member(Map<?, ?> members, String... names) {
    return Stream.of(names)
        .flatMap(
            name -> members.keySet().stream().map(String::valueOf).filter(name::equalsIgnoreCase))
        .findFirst()
        .orElse(null);
  }
}
