package dev.jobreflector.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** CreateOptimizationJob requests in wire form, one for each technique. Do not change them. */
public final class SampleRequests {

  private static final String COMMON =
      """
      {
        "RoleArn": "arn:aws:iam::123456789012:role/SageMakerOptimization",
        "ModelSource": {"S3": {
          "S3Uri": "s3://models/llama-3-8b/",
          "ModelAccessConfig": {"AcceptEula": true}}},
        "DeploymentInstanceType": "ml.g5.12xlarge",
        "OutputConfig": {"S3OutputLocation": "s3://models/optimized/"},
        "StoppingCondition": {"MaxRuntimeInSeconds": 36000},
        "OptimizationConfigs": [%s]
      }
      """;

  private static final ObjectNode QUANTIZATION =
      parse(
          COMMON.formatted(
              """
              {"ModelQuantizationConfig": {"OverrideEnvironment": {"OPTION_QUANTIZE": "awq"}}}"""));

  private SampleRequests() {}

  /** AWQ quantization. One instance for all, so that many jobs cost little. */
  public static ObjectNode quantization() {
    return QUANTIZATION;
  }

  /** Compilation for Inferentia. */
  public static ObjectNode compilation() {
    return parse(
        COMMON
            .replace("ml.g5.12xlarge", "ml.inf2.48xlarge")
            .formatted(
                """
                {"ModelCompilationConfig": {"OverrideEnvironment": {
                  "OPTION_TENSOR_PARALLEL_DEGREE": "24", "OPTION_N_POSITIONS": "4096"}}}"""));
  }

  /** Sharding for fast model loading. */
  public static ObjectNode sharding() {
    return parse(
        COMMON.formatted(
            """
            {"ModelShardingConfig": {
              "Image": "763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference:0.31.0-lmi",
              "OverrideEnvironment": {"OPTION_TENSOR_PARALLEL_DEGREE": "4"}}}"""));
  }

  /** EAGLE speculative decoding. */
  public static ObjectNode speculativeDecoding() {
    return parse(
        COMMON.formatted(
            """
            {"ModelSpeculativeDecodingConfig": {"Technique": "EAGLE", "TrainingDataSource": {
              "S3Uri": "s3://datasets/sharegpt/", "S3DataType": "S3Prefix"}}}"""));
  }

  /** Every member that the API takes, all four techniques included. */
  public static ObjectNode everything() {
    return parse(
        """
        {
          "RoleArn": "arn:aws:iam::123456789012:role/SageMakerOptimization",
          "ModelSource": {
            "S3": {
              "S3Uri": "s3://models/llama-3-8b/",
              "ModelAccessConfig": {"AcceptEula": true}},
            "SageMakerModel": {"ModelName": "llama-3-8b"}},
          "DeploymentInstanceType": "ml.p5.48xlarge",
          "MaxInstanceCount": 2,
          "OptimizationEnvironment": {"OPTION_DTYPE": "fp16", "HF_TOKEN": "hf_notARealToken"},
          "OptimizationConfigs": [
            {"ModelQuantizationConfig": {
              "Image": "763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference:quantize",
              "OverrideEnvironment": {"OPTION_QUANTIZE": "fp8"}}},
            {"ModelCompilationConfig": {
              "Image": "763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference:compile",
              "OverrideEnvironment": {"OPTION_N_POSITIONS": "4096"}}},
            {"ModelShardingConfig": {
              "Image": "763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference:shard",
              "OverrideEnvironment": {"OPTION_TENSOR_PARALLEL_DEGREE": "8"}}},
            {"ModelSpeculativeDecodingConfig": {"Technique": "EAGLE", "TrainingDataSource": {
              "S3Uri": "s3://datasets/sharegpt/", "S3DataType": "ManifestFile"}}}],
          "OutputConfig": {
            "KmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/0f1e2d3c",
            "S3OutputLocation": "s3://models/optimized/",
            "SageMakerModel": {"ModelName": "llama-3-8b-optimized"}},
          "StoppingCondition": {
            "MaxRuntimeInSeconds": 36000,
            "MaxWaitTimeInSeconds": 72000,
            "MaxPendingTimeInSeconds": 7200},
          "VpcConfig": {
            "SecurityGroupIds": ["sg-0123456789abcdef0"],
            "Subnets": ["subnet-0a", "subnet-0b"]},
          "TrainingPlanArns": ["arn:aws:sagemaker:us-east-1:123456789012:training-plan/reserved"],
          "Tags": [{"Key": "team", "Value": "inference"}]
        }
        """);
  }

  private static ObjectNode parse(String json) {
    try {
      return (ObjectNode) WireJson.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A sample is not JSON: " + json, e);
    }
  }
}
