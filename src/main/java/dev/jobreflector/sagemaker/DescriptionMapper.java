package dev.jobreflector.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.UnknownMember;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.SageMakerModel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
 * A DescribeOptimizationJob response as the resource shows it: same members, same nesting. Enum
 * values stay as they came, times are cut to milliseconds, what AWS left out is null.
 */
final class DescriptionMapper {
  /** Stands for the name of a union member where AWS sent a union without any. */
  static final String NO_MEMBER = "(none)";

  private DescriptionMapper() {}

  /**
   * The description that a response holds.
   *
   * @param raw the body of the same response, for the names of union members that the SDK does not
   *     know; a missing node where there is none
   */
  static OptimizationJobDescription map(DescribeOptimizationJobResponse response, JsonNode raw) {
    return new OptimizationJobDescription(
        response.optimizationJobArn(),
        response.optimizationJobStatusAsString(),
        time(response.optimizationStartTime()),
        time(response.optimizationEndTime()),
        time(response.creationTime()),
        time(response.lastModifiedTime()),
        response.failureReason(),
        response.optimizationJobName(),
        modelSource(response.modelSource()),
        response.hasOptimizationEnvironment() ? map(response.optimizationEnvironment()) : null,
        response.deploymentInstanceTypeAsString(),
        response.maxInstanceCount(),
        response.hasOptimizationConfigs()
            ? configs(response.optimizationConfigs(), raw.path("OptimizationConfigs"))
            : null,
        outputConfig(response.outputConfig()),
        response.optimizationOutput() == null
            ? null
            : new OptimizationJobDescription.OptimizationOutput(
                response.optimizationOutput().recommendedInferenceImage()),
        response.roleArn(),
        response.stoppingCondition() == null
            ? null
            : new OptimizationJobDescription.StoppingCondition(
                response.stoppingCondition().maxRuntimeInSeconds(),
                response.stoppingCondition().maxWaitTimeInSeconds(),
                response.stoppingCondition().maxPendingTimeInSeconds()),
        vpcConfig(response.vpcConfig()));
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
        : new OptimizationJobDescription.VpcConfig(
            vpc.hasSecurityGroupIds() ? list(vpc.securityGroupIds()) : null,
            vpc.hasSubnets() ? list(vpc.subnets()) : null);
  }

  private static List<OptimizationJobDescription.OptimizationConfig> configs(
      List<@Nullable OptimizationConfig> configs, JsonNode raw) {
    List<OptimizationJobDescription.OptimizationConfig> mapped = new ArrayList<>();
    for (int i = 0; i < configs.size(); i++) {
      OptimizationConfig config = configs.get(i);
      mapped.add(
          config(config == null ? OptimizationConfig.builder().build() : config, raw.path(i)));
    }
    return List.copyOf(mapped);
  }

  private static OptimizationJobDescription.OptimizationConfig config(
      OptimizationConfig config, JsonNode raw) {
    ModelQuantizationConfig quantization = config.modelQuantizationConfig();
    ModelCompilationConfig compilation = config.modelCompilationConfig();
    ModelShardingConfig sharding = config.modelShardingConfig();
    ModelSpeculativeDecodingConfig decoding = config.modelSpeculativeDecodingConfig();
    boolean known =
        quantization != null || compilation != null || sharding != null || decoding != null;
    return new OptimizationJobDescription.OptimizationConfig(
        quantization == null
            ? null
            : new OptimizationJobDescription.OptimizationConfig.ModelQuantizationConfig(
                quantization.image(),
                quantization.hasOverrideEnvironment()
                    ? map(quantization.overrideEnvironment())
                    : null),
        compilation == null
            ? null
            : new OptimizationJobDescription.OptimizationConfig.ModelCompilationConfig(
                compilation.image(),
                compilation.hasOverrideEnvironment()
                    ? map(compilation.overrideEnvironment())
                    : null),
        sharding == null
            ? null
            : new OptimizationJobDescription.OptimizationConfig.ModelShardingConfig(
                sharding.image(),
                sharding.hasOverrideEnvironment() ? map(sharding.overrideEnvironment()) : null),
        decoding == null ? null : speculativeDecoding(decoding),
        known ? null : unknownMember(config, raw));
  }

  private static OptimizationJobDescription.OptimizationConfig.ModelSpeculativeDecodingConfig
      speculativeDecoding(ModelSpeculativeDecodingConfig decoding) {
    var source = decoding.trainingDataSource();
    return new OptimizationJobDescription.OptimizationConfig.ModelSpeculativeDecodingConfig(
        decoding.techniqueAsString(),
        source == null
            ? null
            : new OptimizationJobDescription.OptimizationConfig.TrainingDataSource(
                source.s3Uri(), source.s3DataTypeAsString()));
  }

  private static UnknownMember unknownMember(OptimizationConfig config, JsonNode raw) {
    return new UnknownMember(
        Objects.requireNonNullElse(UnknownMembers.firstOf(raw, config), NO_MEMBER));
  }

  private static @Nullable Instant time(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** JSON null is no value: AWS never sends it, and the schema has no place for it. */
  private static List<String> list(List<@Nullable String> values) {
    return values.stream().filter(Objects::nonNull).toList();
  }

  private static Map<String, String> map(Map<String, @Nullable String> values) {
    Map<String, String> sorted = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (value != null) {
            sorted.put(name, value);
          }
        });
    return Collections.unmodifiableMap(sorted);
  }
}
