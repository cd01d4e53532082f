package dev.jobreflector.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every field of the DescribeOptimizationJob response; all of them from one response. Names and
 * nesting are the response's, in lower camel case. Null: the response did not have it; an empty
 * list, map or structure is kept as null too, and so is a time that RFC 3339 cannot say. Limits are
 * SageMaker's own and only described: a status must never be refused because AWS allows more than
 * it did.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OptimizationJobDescription(
    @Nullable @JsonPropertyDescription("The job's Amazon Resource Name; at most 256 characters.")
        String optimizationJobArn,
    @Nullable
        @JsonPropertyDescription(
            "STARTING, INPROGRESS, STOPPING, COMPLETED, FAILED or STOPPED; a value that SageMaker"
                + " adds later is shown as it comes.")
        String optimizationJobStatus,
    @Nullable
        @JsonSerialize(using = Canonical.Millis.class)
        @JsonDeserialize(using = Canonical.Rfc3339.class)
        @JsonPropertyDescription("When the job began to run; RFC 3339, UTC, milliseconds.")
        Instant optimizationStartTime,
    @Nullable
        @JsonSerialize(using = Canonical.Millis.class)
        @JsonDeserialize(using = Canonical.Rfc3339.class)
        @JsonPropertyDescription("When the job ended, well or not; RFC 3339, UTC, milliseconds.")
        Instant optimizationEndTime,
    @Nullable
        @JsonSerialize(using = Canonical.Millis.class)
        @JsonDeserialize(using = Canonical.Rfc3339.class)
        @JsonPropertyDescription("When the job was created; RFC 3339, UTC, milliseconds.")
        Instant creationTime,
    @Nullable
        @JsonSerialize(using = Canonical.Millis.class)
        @JsonDeserialize(using = Canonical.Rfc3339.class)
        @JsonPropertyDescription(
            "When the job last changed in SageMaker; RFC 3339, UTC, milliseconds.")
        Instant lastModifiedTime,
    @Nullable @JsonPropertyDescription("Why the job failed, where it did; at most 1024 characters.")
        String failureReason,
    @Nullable @JsonPropertyDescription("The job's name in SageMaker; 1 to 63 characters.")
        String optimizationJobName,
    @Nullable @JsonPropertyDescription("The model that is optimized: one of its members.")
        ModelSource modelSource,
    @Nullable
        @JsonPropertyDescription(
            "Environment variables of the model container; at most 25, names and values at most"
                + " 256 characters. Values that may be secrets are shown as REDACTED.")
        Map<String, String> optimizationEnvironment,
    @Nullable
        @JsonPropertyDescription(
            "The instance type that the model is optimized for, like ml.g5.2xlarge.")
        String deploymentInstanceType,
    @Nullable @JsonPropertyDescription("The most instances that the job may use; at least 1.")
        Integer maxInstanceCount,
    @Nullable
        @JsonPropertyDescription(
            "The optimizations, each entry one technique with its settings; at most 10.")
        List<OptimizationConfig> optimizationConfigs,
    @Nullable @JsonPropertyDescription("Where the optimized model goes.") OutputConfig outputConfig,
    @Nullable @JsonPropertyDescription("What a completed job recommends.")
        OptimizationOutput optimizationOutput,
    @Nullable
        @JsonPropertyDescription(
            "The IAM role that SageMaker assumes for the job; 20 to 2048 characters.")
        String roleArn,
    @Nullable @JsonPropertyDescription("How long the job may take.")
        StoppingCondition stoppingCondition,
    @Nullable @JsonPropertyDescription("The VPC that the job runs in, where it does.")
        VpcConfig vpcConfig,
    @Nullable
        @JsonPropertyDescription(
            "The SageMaker training plans whose reserved capacity the job uses; at most 1.")
        List<String> trainingPlanArns,
    @Nullable
        @PreserveUnknownFields
        @JsonDeserialize(using = PreservedValues.Reader.class)
        @JsonPropertyDescription(
            "Members of the response that this version does not know, by their path in it. Values"
                + " are as they came, at most 8 KiB in all and 10 levels deep; those that may be"
                + " secrets are shown as REDACTED.")
        Map<String, Object> unknownMembers) {

  /** What stands in {@link #unknownMembers} in place of what has no room there. */
  public static final Set<String> LEFT_OUT =
      Set.of(PreservedValues.TOO_LARGE, PreservedValues.TOO_DEEP);

  /** Nothing is known. */
  static final OptimizationJobDescription EMPTY =
      new OptimizationJobDescription(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null);

  public OptimizationJobDescription {
    optimizationStartTime = Canonical.millis(optimizationStartTime);
    optimizationEndTime = Canonical.millis(optimizationEndTime);
    creationTime = Canonical.millis(creationTime);
    lastModifiedTime = Canonical.millis(lastModifiedTime);
    optimizationEnvironment = Canonical.mapOrNull(optimizationEnvironment);
    optimizationConfigs = Canonical.listOrNull(optimizationConfigs);
    modelSource = Canonical.structureOrNull(modelSource, ModelSource.EMPTY);
    outputConfig = Canonical.structureOrNull(outputConfig, OutputConfig.EMPTY);
    optimizationOutput = Canonical.structureOrNull(optimizationOutput, OptimizationOutput.EMPTY);
    stoppingCondition = Canonical.structureOrNull(stoppingCondition, StoppingCondition.EMPTY);
    vpcConfig = Canonical.structureOrNull(vpcConfig, VpcConfig.EMPTY);
    trainingPlanArns = Canonical.listOrNull(trainingPlanArns);
    unknownMembers = PreservedValues.orNull(unknownMembers);
  }

  /** Where the model to optimize comes from: one of the two. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ModelSource(
      @Nullable @JsonPropertyDescription("A model in Amazon S3.") S3 s3,
      @Nullable @JsonPropertyDescription("A model that was created in SageMaker.")
          SageMakerModel sageMakerModel) {

    static final ModelSource EMPTY = new ModelSource(null, null);

    public ModelSource {
      s3 = Canonical.structureOrNull(s3, S3.EMPTY);
      sageMakerModel = Canonical.structureOrNull(sageMakerModel, SageMakerModel.EMPTY);
    }

    /** A model in Amazon S3. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record S3(
        @Nullable
            @JsonPropertyDescription(
                "Where the model artifacts are, s3:// or https://; at most 1024 characters.")
            String s3Uri,
        @Nullable @JsonPropertyDescription("What was agreed to, to use the model.")
            ModelAccessConfig modelAccessConfig) {

      static final S3 EMPTY = new S3(null, null);

      public S3 {
        modelAccessConfig = Canonical.structureOrNull(modelAccessConfig, ModelAccessConfig.EMPTY);
      }
    }

    /** Access to a model that has a license. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ModelAccessConfig(
        @Nullable
            @JsonPropertyDescription("Whether the model's end-user license agreement was accepted.")
            Boolean acceptEula) {

      static final ModelAccessConfig EMPTY = new ModelAccessConfig(null);
    }
  }

  /** A model in SageMaker, as source or as output. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SageMakerModel(
      @Nullable @JsonPropertyDescription("The model's name in SageMaker; at most 63 characters.")
          String modelName) {

    static final SageMakerModel EMPTY = new SageMakerModel(null);
  }

  /**
   * A union: exactly one member is set; one that nobody knows yet shows as unknownMember. A member
   * without settings stays: it names the technique.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record OptimizationConfig(
      @Nullable @JsonPropertyDescription("Quantization: weights of fewer bits.")
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

    /** Settings of a quantization. */
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

    /** Settings of a compilation. */
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

    /** Settings of a sharding. */
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

    /** Settings of speculative decoding. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ModelSpeculativeDecodingConfig(
        @Nullable @JsonPropertyDescription("The technique, like EAGLE.") String technique,
        @Nullable @JsonPropertyDescription("The data that the draft model is trained on.")
            TrainingDataSource trainingDataSource) {

      public ModelSpeculativeDecodingConfig {
        trainingDataSource =
            Canonical.structureOrNull(trainingDataSource, TrainingDataSource.EMPTY);
      }
    }

    /** Data that a draft model is trained on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record TrainingDataSource(
        @Nullable @JsonPropertyDescription("Where the data is in S3; at most 1024 characters.")
            String s3Uri,
        @Nullable @JsonPropertyDescription("How s3Uri is read: S3Prefix or ManifestFile.")
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

  /** Where the optimized model goes. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record OutputConfig(
      @Nullable
          @JsonPropertyDescription(
              "The AWS KMS key that encrypts the output; at most 2048 characters.")
          String kmsKeyId,
      @Nullable
          @JsonPropertyDescription("The S3 folder of the optimized model; at most 1024 characters.")
          String s3OutputLocation,
      @Nullable @JsonPropertyDescription("The SageMaker model that is made of the output.")
          SageMakerModel sageMakerModel) {

    static final OutputConfig EMPTY = new OutputConfig(null, null, null);

    public OutputConfig {
      sageMakerModel = Canonical.structureOrNull(sageMakerModel, SageMakerModel.EMPTY);
    }
  }

  /** What a completed job recommends. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record OptimizationOutput(
      @Nullable
          @JsonPropertyDescription(
              "The container image to serve the optimized model with; at most 255 characters.")
          String recommendedInferenceImage) {

    static final OptimizationOutput EMPTY = new OptimizationOutput(null);
  }

  /** How long the job may take. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record StoppingCondition(
      @Nullable @JsonPropertyDescription("The longest run time, in seconds; at least 1.")
          Integer maxRuntimeInSeconds,
      @Nullable
          @JsonPropertyDescription(
              "The longest time for the job with its waiting for spot capacity, in seconds; at"
                  + " least 1.")
          Integer maxWaitTimeInSeconds,
      @Nullable
          @JsonPropertyDescription(
              "The longest time that the job may wait for capacity, in seconds; 1800 to 2419200.")
          Integer maxPendingTimeInSeconds) {

    static final StoppingCondition EMPTY = new StoppingCondition(null, null, null);
  }

  /** The VPC that the job runs in. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record VpcConfig(
      @Nullable @JsonPropertyDescription("VPC security group ids; 1 to 5.")
          List<String> securityGroupIds,
      @Nullable @JsonPropertyDescription("VPC subnet ids; 1 to 16.") List<String> subnets) {

    static final VpcConfig EMPTY = new VpcConfig(null, null);

    public VpcConfig {
      securityGroupIds = Canonical.listOrNull(securityGroupIds);
      subnets = Canonical.listOrNull(subnets);
    }
  }
}
