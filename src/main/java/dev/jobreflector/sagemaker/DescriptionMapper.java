package dev.jobreflector.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.SageMakerModel;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescriptionBuilder;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.UnknownMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeOptimizationJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelCompilationConfig;
import software.amazon.awssdk.services.sagemaker.model.ModelQuantizationConfig;
import software.amazon.awssdk.services.sagemaker.model.ModelShardingConfig;
import software.amazon.awssdk.services.sagemaker.model.ModelSpeculativeDecodingConfig;
import software.amazon.awssdk.services.sagemaker.model.OptimizationConfig;
import software.amazon.awssdk.services.sagemaker.model.OptimizationJobModelSource;
import software.amazon.awssdk.services.sagemaker.model.OptimizationJobOutputConfig;
import software.amazon.awssdk.services.sagemaker.model.OptimizationVpcConfig;

/**
 * Maps a DescribeOptimizationJob response to the description in status: same members, same nesting.
 * Enum values stay as AWS returned them. The description itself truncates times and drops empty
 * lists and maps.
 */
final class DescriptionMapper {
  /** Shown as the member's name if AWS returned a union without members. */
  static final String NO_MEMBER = "(none)";

  /** A member that the API has had since July 2026, and that the SDK lacks. */
  static final String TRAINING_PLAN_ARNS = "TrainingPlanArns";

  private DescriptionMapper() {}

  /**
   * Maps a response to a description.
   *
   * @param raw the body of the same response, for members that the SDK does not know; a missing
   *     node if there is none
   * @param unknownMembers the members that neither the SDK nor this class knows, by path
   */
  static OptimizationJobDescription map(
      DescribeOptimizationJobResponse response, JsonNode raw, Map<String, Object> unknownMembers) {
    return OptimizationJobDescriptionBuilder.builder()
        .optimizationJobArn(response.optimizationJobArn())
        .optimizationJobStatus(response.optimizationJobStatusAsString())
        .optimizationStartTime(response.optimizationStartTime())
        .optimizationEndTime(response.optimizationEndTime())
        .creationTime(response.creationTime())
        .lastModifiedTime(response.lastModifiedTime())
        .failureReason(response.failureReason())
        .optimizationJobName(response.optimizationJobName())
        .modelSource(modelSource(response.modelSource()))
        .optimizationEnvironment(response.optimizationEnvironment())
        .deploymentInstanceType(response.deploymentInstanceTypeAsString())
        .maxInstanceCount(response.maxInstanceCount())
        .optimizationConfigs(
            configs(response.optimizationConfigs(), raw.path("OptimizationConfigs")))
        .outputConfig(outputConfig(response.outputConfig()))
        .optimizationOutput(
            response.optimizationOutput() == null
                ? null
                : new OptimizationJobDescription.OptimizationOutput(
                    response.optimizationOutput().recommendedInferenceImage()))
        .roleArn(response.roleArn())
        .stoppingCondition(
            response.stoppingCondition() == null
                ? null
                : new OptimizationJobDescription.StoppingCondition(
                    response.stoppingCondition().maxRuntimeInSeconds(),
                    response.stoppingCondition().maxWaitTimeInSeconds(),
                    response.stoppingCondition().maxPendingTimeInSeconds()))
        .vpcConfig(vpcConfig(response.vpcConfig()))
        .trainingPlanArns(trainingPlanArns(raw))
        .unknownMembers(unknownMembers)
        .build();
  }

  /**
   * The member {@link #TRAINING_PLAN_ARNS}, read without the SDK; null if it is not a list of
   * texts.
   */
  static @Nullable List<String> trainingPlanArns(JsonNode raw) {
    JsonNode arns = raw.path(TRAINING_PLAN_ARNS);
    boolean texts = arns.isArray() && arns.valueStream().allMatch(JsonNode::isTextual);
    return texts ? arns.valueStream().map(JsonNode::textValue).toList() : null;
  }

  private static OptimizationJobDescription.@Nullable ModelSource modelSource(
      @Nullable OptimizationJobModelSource source) {
    if (source == null) {
      return null;
    }
    var s3 = source.s3();
    return new OptimizationJobDescription.ModelSource(
        s3 == null
            ? null
            : new OptimizationJobDescription.ModelSource.S3(
                s3.s3Uri(),
                s3.modelAccessConfig() == null
                    ? null
                    : new OptimizationJobDescription.ModelSource.ModelAccessConfig(
                        s3.modelAccessConfig().acceptEula())),
        source.sageMakerModel() == null
            ? null
            : new SageMakerModel(source.sageMakerModel().modelName()));
  }

  private static OptimizationJobDescription.@Nullable OutputConfig outputConfig(
      @Nullable OptimizationJobOutputConfig output) {
    return output == null
        ? null
        : new OptimizationJobDescription.OutputConfig(
            output.kmsKeyId(),
            output.s3OutputLocation(),
            output.sageMakerModel() == null
                ? null
                : new SageMakerModel(output.sageMakerModel().modelName()));
  }

  private static OptimizationJobDescription.@Nullable VpcConfig vpcConfig(
      @Nullable OptimizationVpcConfig vpc) {
    return vpc == null
        ? null
        : new OptimizationJobDescription.VpcConfig(vpc.securityGroupIds(), vpc.subnets());
  }

  private static List<OptimizationTechnique> configs(
      List<@Nullable OptimizationConfig> configs, JsonNode raw) {
    List<OptimizationTechnique> mapped = new ArrayList<>();
    for (int i = 0; i < configs.size(); i++) {
      OptimizationConfig config = configs.get(i);
      mapped.add(
          config(config == null ? OptimizationConfig.builder().build() : config, raw.path(i)));
    }
    return mapped;
  }

  private static OptimizationTechnique config(OptimizationConfig config, JsonNode raw) {
    ModelQuantizationConfig quantization = config.modelQuantizationConfig();
    ModelCompilationConfig compilation = config.modelCompilationConfig();
    ModelShardingConfig sharding = config.modelShardingConfig();
    ModelSpeculativeDecodingConfig decoding = config.modelSpeculativeDecodingConfig();
    boolean known =
        quantization != null || compilation != null || sharding != null || decoding != null;
    return new OptimizationTechnique(
        quantization == null
            ? null
            : new OptimizationTechnique.ModelQuantizationConfig(
                quantization.image(), quantization.overrideEnvironment()),
        compilation == null
            ? null
            : new OptimizationTechnique.ModelCompilationConfig(
                compilation.image(), compilation.overrideEnvironment()),
        sharding == null
            ? null
            : new OptimizationTechnique.ModelShardingConfig(
                sharding.image(), sharding.overrideEnvironment()),
        decoding == null ? null : speculativeDecoding(decoding),
        known ? null : unknownMember(config, raw));
  }

  private static OptimizationTechnique.ModelSpeculativeDecodingConfig speculativeDecoding(
      ModelSpeculativeDecodingConfig decoding) {
    var source = decoding.trainingDataSource();
    return new OptimizationTechnique.ModelSpeculativeDecodingConfig(
        decoding.techniqueAsString(),
        source == null
            ? null
            : new OptimizationTechnique.TrainingDataSource(
                source.s3Uri(), source.s3DataTypeAsString()));
  }

  private static UnknownMember unknownMember(OptimizationConfig config, JsonNode raw) {
    return new UnknownMember(
        Objects.requireNonNullElse(UnknownMembers.firstOf(raw, config), NO_MEMBER));
  }
}
