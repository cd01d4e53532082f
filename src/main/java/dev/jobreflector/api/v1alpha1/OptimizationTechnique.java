package dev.jobreflector.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One optimization technique of a job, as a union: exactly one member is set. A member that this
 * version does not know shows as unknownMember. A member without settings is kept, because it names
 * the technique.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OptimizationTechnique(
    @Nullable @JsonPropertyDescription("Quantization: weights with fewer bits.")
        ModelQuantizationConfig modelQuantizationConfig,
    @Nullable @JsonPropertyDescription("Compilation for the instance type.")
        ModelCompilationConfig modelCompilationConfig,
    @Nullable @JsonPropertyDescription("Sharding, for faster loading.")
        ModelShardingConfig modelShardingConfig,
    @Nullable @JsonPropertyDescription("Speculative decoding with a draft model.")
        ModelSpeculativeDecodingConfig modelSpeculativeDecodingConfig,
    @Nullable
        @JsonPropertyDescription(
            "A technique that this version of the operator does not know; its settings are in"
                + " status.unknownMembers.")
        UnknownMember unknownMember) {

  /** The settings of quantization. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ModelQuantizationConfig(
      @Nullable
          @JsonPropertyDescription(
              "The container image that runs the optimization; at most 255 characters.")
          String image,
      @Nullable
          @JsonPropertyDescription(
              "Environment variables that override the container's; at most 25. Values that may"
                  + " be secrets are shown as REDACTED.")
          Map<String, String> overrideEnvironment) {

    public ModelQuantizationConfig {
      overrideEnvironment = Canonical.mapOrNull(overrideEnvironment);
    }
  }

  /** The settings of compilation. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ModelCompilationConfig(
      @Nullable
          @JsonPropertyDescription(
              "The container image that runs the optimization; at most 255 characters.")
          String image,
      @Nullable
          @JsonPropertyDescription(
              "Environment variables that override the container's; at most 25. Values that may"
                  + " be secrets are shown as REDACTED.")
          Map<String, String> overrideEnvironment) {

    public ModelCompilationConfig {
      overrideEnvironment = Canonical.mapOrNull(overrideEnvironment);
    }
  }

  /** The settings of sharding. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ModelShardingConfig(
      @Nullable
          @JsonPropertyDescription(
              "The container image that runs the optimization; at most 255 characters.")
          String image,
      @Nullable
          @JsonPropertyDescription(
              "Environment variables that override the container's; at most 25. Values that may"
                  + " be secrets are shown as REDACTED.")
          Map<String, String> overrideEnvironment) {

    public ModelShardingConfig {
      overrideEnvironment = Canonical.mapOrNull(overrideEnvironment);
    }
  }

  /** The settings of speculative decoding. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ModelSpeculativeDecodingConfig(
      @Nullable @JsonPropertyDescription("The technique, such as EAGLE.") String technique,
      @Nullable @JsonPropertyDescription("The data that the draft model is trained on.")
          TrainingDataSource trainingDataSource) {

    public ModelSpeculativeDecodingConfig {
      trainingDataSource = Canonical.structureOrNull(trainingDataSource, TrainingDataSource.EMPTY);
    }
  }

  /** Data that a draft model is trained on. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record TrainingDataSource(
      @Nullable @JsonPropertyDescription("The URI of the data in S3; at most 1024 characters.")
          String s3Uri,
      @Nullable @JsonPropertyDescription("How SageMaker reads s3Uri: S3Prefix or ManifestFile.")
          String s3DataType) {

    static final TrainingDataSource EMPTY = new TrainingDataSource(null, null);
  }

  /** A member of the union that this version does not know. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record UnknownMember(
      @Required @JsonPropertyDescription("The member's name, as SageMaker spells it.")
          String name) {}
}
