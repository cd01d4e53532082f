package dev.jobreflector.api.v1alpha1;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every field of the DescribeOptimizationJob response; all of them from one response. */
public record OptimizationJobDescription(
    @Nullable String optimizationJobArn,
    @Nullable String optimizationJobStatus,
    @Nullable Instant optimizationStartTime,
    @Nullable Instant optimizationEndTime,
    @Nullable Instant creationTime,
    @Nullable Instant lastModifiedTime,
    @Nullable String failureReason,
    @Nullable String optimizationJobName,
    @Nullable ModelSource modelSource,
    @Nullable Map<String, String> optimizationEnvironment,
    @Nullable String deploymentInstanceType,
    @Nullable Integer maxInstanceCount,
    @Nullable List<OptimizationConfig> optimizationConfigs,
    @Nullable OutputConfig outputConfig,
    @Nullable OptimizationOutput optimizationOutput,
    @Nullable String roleArn,
    @Nullable StoppingCondition stoppingCondition,
    @Nullable VpcConfig vpcConfig) {

  public record ModelSource(@Nullable S3 s3, @Nullable SageMakerModel sageMakerModel) {
    public record S3(@Nullable String s3Uri, @Nullable ModelAccessConfig modelAccessConfig) {}

    public record ModelAccessConfig(@Nullable Boolean acceptEula) {}
  }

  public record SageMakerModel(@Nullable String modelName) {}

  /** A union: exactly one member is set; one that nobody knows yet shows as unknownMember. */
  public record OptimizationConfig(
      @Nullable ModelQuantizationConfig modelQuantizationConfig,
      @Nullable ModelCompilationConfig modelCompilationConfig,
      @Nullable ModelShardingConfig modelShardingConfig,
      @Nullable ModelSpeculativeDecodingConfig modelSpeculativeDecodingConfig,
      @Nullable UnknownMember unknownMember) {

    public record ModelQuantizationConfig(
        @Nullable String image, @Nullable Map<String, String> overrideEnvironment) {}

    public record ModelCompilationConfig(
        @Nullable String image, @Nullable Map<String, String> overrideEnvironment) {}

    public record ModelShardingConfig(
        @Nullable String image, @Nullable Map<String, String> overrideEnvironment) {}

    public record ModelSpeculativeDecodingConfig(
        @Nullable String technique, @Nullable TrainingDataSource trainingDataSource) {}

    public record TrainingDataSource(@Nullable String s3Uri, @Nullable String s3DataType) {}

    public record UnknownMember(String name) {}
  }

  public record OutputConfig(
      @Nullable String kmsKeyId,
      @Nullable String s3OutputLocation,
      @Nullable SageMakerModel sageMakerModel) {}

  public record OptimizationOutput(@Nullable String recommendedInferenceImage) {}

  public record StoppingCondition(
      @Nullable Integer maxRuntimeInSeconds,
      @Nullable Integer maxWaitTimeInSeconds,
      @Nullable Integer maxPendingTimeInSeconds) {}

  public record VpcConfig(
      @Nullable List<String> securityGroupIds, @Nullable List<String> subnets) {}
}
