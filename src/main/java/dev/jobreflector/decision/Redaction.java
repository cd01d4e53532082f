package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescriptionBuilder;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.ModelCompilationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.ModelQuantizationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.ModelShardingConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which values of a job's environment variables and unknown members the resource shows. Also
 * decides whether secrets in the failure reason are hidden: people who may read the resource often
 * may not read the job in AWS.
 */
public enum Redaction {
  /** Hides values that look like secrets, by the name of the variable or the form of the value. */
  REDACTED,
  /** Hides every value and shows only names. */
  NAMES,
  /** Shows every value. */
  ALL;

  /** The description without the values that this setting hides. A second call changes nothing. */
  public OptimizationJobDescription apply(OptimizationJobDescription description) {
    if (this == ALL) {
      return description;
    }
    return OptimizationJobDescriptionBuilder.builder(description)
        .failureReason(
            description.failureReason() == null
                ? null
                : Secrets.withoutSecrets(description.failureReason()))
        .optimizationEnvironment(redact(description.optimizationEnvironment()))
        .optimizationConfigs(redact(description.optimizationConfigs()))
        .unknownMembers(redactMembers(description.unknownMembers()))
        .build();
  }

  private @Nullable List<OptimizationTechnique> redact(
      @Nullable List<OptimizationTechnique> configs) {
    return configs == null ? null : configs.stream().map(this::redact).toList();
  }

  private OptimizationTechnique redact(OptimizationTechnique config) {
    ModelQuantizationConfig quantization = config.modelQuantizationConfig();
    ModelCompilationConfig compilation = config.modelCompilationConfig();
    ModelShardingConfig sharding = config.modelShardingConfig();
    return new OptimizationTechnique(
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

  /** Redacts unknown members like variables, since any of them may be an environment. */
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

  // In {Name: HF_TOKEN, Value: …} the text of Name decides whether Value is secret; tags have a
  // Key.
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

  /**
   * The value of the first member with one of these names, in upper or lower case; null if there is
   * none.
   */
  private static @Nullable String member(Map<?, ?> members, String... names) {
    return Stream.of(names)
        .flatMap(
            name -> members.keySet().stream().map(String::valueOf).filter(name::equalsIgnoreCase))
        .findFirst()
        .orElse(null);
  }
}
