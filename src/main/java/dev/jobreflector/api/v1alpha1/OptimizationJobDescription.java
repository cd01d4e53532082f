package dev.jobreflector.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every field of one DescribeOptimizationJob response. Names and nesting are those of the response,
 * in lower camel case. A field is null if the response does not have it, if it is an empty list,
 * map or structure, or if it is a time that RFC 3339 cannot express.
 *
 * <p>The descriptions contain SageMaker's limits, but the schema does not enforce them: the API
 * server must not refuse a status because AWS has raised a limit.
 */
@RecordBuilder
@RecordBuilder.Options(enableWither = false, enableGetters = false)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OptimizationJobDescription(
    @Nullable @JsonPropertyDescription("The job's Amazon Resource Name; at most 256 characters.")
        String optimizationJobArn,
    @Nullable
        @JsonPropertyDescription(
            "STARTING, INPROGRESS, STOPPING, COMPLETED, FAILED or STOPPED. Values that SageMaker"
                + " adds later are shown unchanged.")
        String optimizationJobStatus,
    @Nullable
        @JsonSerialize(using = Canonical.Millis.class)
        @JsonDeserialize(using = Canonical.Rfc3339.class)
        @JsonPropertyDescription("When the job began to run; RFC 3339, UTC, milliseconds.")
        Instant optimizationStartTime,
    @Nullable
        @JsonSerialize(using = Canonical.Millis.class)
        @JsonDeserialize(using = Canonical.Rfc3339.class)
        @JsonPropertyDescription(
            "When the job ended, in any final state; RFC 3339, UTC," + " milliseconds.")
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
    @Nullable @JsonPropertyDescription("Why the job failed, if it failed; at most 1024 characters.")
        String failureReason,
    @Nullable @JsonPropertyDescription("The job's name in SageMaker; 1 to 63 characters.")
        String optimizationJobName,
    @Nullable @JsonPropertyDescription("The model to optimize. One member is set.")
        ModelSource modelSource,
    @Nullable
        @JsonPropertyDescription(
            "Environment variables of the model container; at most 25, names and values at most"
                + " 256 characters. Values that may be secrets are shown as REDACTED.")
        Map<String, String> optimizationEnvironment,
    @Nullable
        @JsonPropertyDescription(
            "The instance type that the model is optimized for, such as ml.g5.2xlarge.")
        String deploymentInstanceType,
    @Nullable @JsonPropertyDescription("The most instances that the job may use; at least 1.")
        Integer maxInstanceCount,
    @Nullable
        @JsonPropertyDescription(
            "The optimizations; each entry is one technique with its settings; at most 10.")
        List<OptimizationTechnique> optimizationConfigs,
    @Nullable @JsonPropertyDescription("Where SageMaker stores the optimized model.")
        OutputConfig outputConfig,
    @Nullable @JsonPropertyDescription("The recommendation of a completed job.")
        OptimizationOutput optimizationOutput,
    @Nullable
        @JsonPropertyDescription(
            "The IAM role that SageMaker assumes for the job; 20 to 2048 characters.")
        String roleArn,
    @Nullable @JsonPropertyDescription("The time limits of the job.")
        StoppingCondition stoppingCondition,
    @Nullable @JsonPropertyDescription("The VPC that the job runs in, if any.") VpcConfig vpcConfig,
    @Nullable
        @JsonPropertyDescription(
            "The SageMaker training plans whose reserved capacity the job uses; at most 1.")
        List<String> trainingPlanArns,
    @Nullable
        @PreserveUnknownFields
        @JsonDeserialize(using = PreservedValues.Reader.class)
        @JsonPropertyDescription(
            "Members of the response that this version of the operator does not know, by their"
                + " path in the response. Values are unchanged, at most 8 KiB in total and 10"
                + " levels deep. Values that may be secrets are shown as REDACTED.")
        Map<String, Object> unknownMembers) {

  /** The values in {@link #unknownMembers} that replace values that are too large or too deep. */
  public static final Set<String> LEFT_OUT =
      Set.of(PreservedValues.TOO_LARGE, PreservedValues.TOO_DEEP);

  /** A description without any field. */
  static final OptimizationJobDescription EMPTY =
      OptimizationJobDescriptionBuilder.builder().build();

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

  /** The source of the model to optimize: one of the two. */
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
                "The URI of the model artifacts, s3:// or https://; at most 1024 characters.")
            String s3Uri,
        @Nullable @JsonPropertyDescription("The license agreement for the use of the model.")
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

  /** Where SageMaker stores the optimized model. */
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
      @Nullable @JsonPropertyDescription("The SageMaker model that is created from the output.")
          SageMakerModel sageMakerModel) {

    static final OutputConfig EMPTY = new OutputConfig(null, null, null);

    public OutputConfig {
      sageMakerModel = Canonical.structureOrNull(sageMakerModel, SageMakerModel.EMPTY);
    }
  }

  /** The recommendation of a completed job. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record OptimizationOutput(
      @Nullable
          @JsonPropertyDescription(
              "The container image to serve the optimized model with; at most 255 characters.")
          String recommendedInferenceImage) {

    static final OptimizationOutput EMPTY = new OptimizationOutput(null);
  }

  /** The time limits of the job. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record StoppingCondition(
      @Nullable @JsonPropertyDescription("The longest run time, in seconds; at least 1.")
          Integer maxRuntimeInSeconds,
      @Nullable
          @JsonPropertyDescription(
              "The longest time for the job, including the wait for spot capacity, in seconds; at"
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
