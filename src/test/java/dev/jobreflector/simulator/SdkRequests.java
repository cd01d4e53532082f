package dev.jobreflector.simulator;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateOptimizationJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateOptimizationJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelSpeculativeDecodingS3DataType;
import software.amazon.awssdk.services.sagemaker.model.ModelSpeculativeDecodingTechnique;
import software.amazon.awssdk.services.sagemaker.model.OptimizationConfig;
import software.amazon.awssdk.services.sagemaker.model.OptimizationJobDeploymentInstanceType;

/** Create requests in the SDK's words. */
final class SdkRequests {

  static final List<OptimizationConfig> ALL_TECHNIQUES =
      List.of(
          OptimizationConfig.fromModelQuantizationConfig(
              c -> c.image("quantize:1").overrideEnvironment(Map.of("OPTION_QUANTIZE", "awq"))),
          OptimizationConfig.fromModelCompilationConfig(c -> c.image("compile:1")),
          OptimizationConfig.fromModelShardingConfig(
              c -> c.image("shard:1").overrideEnvironment(Map.of("A", "b"))),
          OptimizationConfig.fromModelSpeculativeDecodingConfig(
              c ->
                  c.technique(ModelSpeculativeDecodingTechnique.EAGLE)
                      .trainingDataSource(
                          d ->
                              d.s3Uri("s3://datasets/sharegpt/")
                                  .s3DataType(ModelSpeculativeDecodingS3DataType.S3_PREFIX))));

  private SdkRequests() {}

  static CreateOptimizationJobResponse create(SageMakerClient client, String name) {
    return client.createOptimizationJob(minimal(name).build());
  }

  static CreateOptimizationJobRequest.Builder minimal(String name) {
    return CreateOptimizationJobRequest.builder()
        .optimizationJobName(name)
        .roleArn("arn:aws:iam::123456789012:role/SageMakerOptimization")
        .modelSource(m -> m.s3(s -> s.s3Uri("s3://models/llama/")))
        .deploymentInstanceType(OptimizationJobDeploymentInstanceType.ML_G5_12_XLARGE)
        .optimizationConfigs(ALL_TECHNIQUES.get(0))
        .outputConfig(o -> o.s3OutputLocation("s3://models/optimized/"))
        .stoppingCondition(s -> s.maxRuntimeInSeconds(3600));
  }

  /** Every member that this SDK version can send. */
  static CreateOptimizationJobRequest.Builder everything(String name) {
    return minimal(name)
        .modelSource(
            m ->
                m.s3(s -> s.s3Uri("s3://models/llama/").modelAccessConfig(a -> a.acceptEula(true)))
                    .sageMakerModel(s -> s.modelName("llama")))
        .maxInstanceCount(3)
        .optimizationEnvironment(Map.of("OPTION_DTYPE", "fp16"))
        .optimizationConfigs(ALL_TECHNIQUES)
        .outputConfig(
            o ->
                o.kmsKeyId("key/1234")
                    .s3OutputLocation("s3://models/optimized/")
                    .sageMakerModel(s -> s.modelName("llama-optimized")))
        .stoppingCondition(
            s ->
                s.maxRuntimeInSeconds(3600)
                    .maxWaitTimeInSeconds(7200)
                    .maxPendingTimeInSeconds(7200))
        .vpcConfig(v -> v.securityGroupIds("sg-1").subnets("subnet-1", "subnet-2"));
  }
}
