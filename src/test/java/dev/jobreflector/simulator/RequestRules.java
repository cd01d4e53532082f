package dev.jobreflector.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the API's model says about requests; see the reference page of each operation. */
final class RequestRules {

  private static final String NAME = "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}";
  private static final String S3_URI = "(https|s3)://([^/]+)/?(.*)";
  private static final String MODEL_NAME = "[a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?";
  private static final String TRAINING_PLAN_ARN =
      "arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:[0-9]{12}:training-plan/.*";
  private static final String ANY = ".*";
  private static final List<String> TECHNIQUES =
      List.of(
          "ModelQuantizationConfig",
          "ModelCompilationConfig",
          "ModelShardingConfig",
          "ModelSpeculativeDecodingConfig");

  private RequestRules() {}

  /** Describe, Stop and Delete. */
  static void checkName(ObjectNode request) {
    Constraints constraints = new Constraints();
    constraints
        .of(request)
        .required("OptimizationJobName")
        .text("OptimizationJobName", 1, 63, NAME);
    constraints.check();
  }

  static void checkList(ObjectNode request) {
    Constraints constraints = new Constraints();
    constraints
        .of(request)
        .number("MaxResults", 1, 100)
        .text("NextToken", 0, 8192, ANY)
        .text("NameContains", 0, 63, "[a-zA-Z0-9\\-]+")
        .text("OptimizationContains", 0, 63, "[a-zA-Z0-9\\-]+")
        .oneOf("StatusEquals", JobStatus.names())
        .oneOf("SortBy", List.of("Name", "CreationTime", "Status"))
        .oneOf("SortOrder", List.of("Ascending", "Descending"));
    constraints.check();
  }

  static void checkCreate(ObjectNode request) {
    Constraints constraints = new Constraints();
    Constraints.Members members =
        constraints
            .of(request)
            .required(
                "OptimizationJobName",
                "RoleArn",
                "ModelSource",
                "DeploymentInstanceType",
                "OptimizationConfigs",
                "OutputConfig",
                "StoppingCondition")
            .text("OptimizationJobName", 1, 63, NAME)
            .text(
                "RoleArn", 20, 2048, "arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+")
            // The API has a list of instance types; it grows, and this one would lag behind.
            .text("DeploymentInstanceType", 1, 64, "ml\\.[a-z0-9\\-]+\\.[a-z0-9\\-]+")
            .number("MaxInstanceCount", 1, Integer.MAX_VALUE)
            .size("OptimizationEnvironment", 0, 25)
            .size("OptimizationConfigs", 0, 10)
            .size("Tags", 0, 50)
            .size("TrainingPlanArns", 0, 1)
            .texts("TrainingPlanArns", 2048, TRAINING_PLAN_ARN)
            .each("OptimizationConfigs", (item, path) -> checkConfig(constraints, item, path));
    Constraints.Members s3 = members.inside("ModelSource").inside("S3");
    s3.text("S3Uri", 0, 1024, S3_URI);
    if (s3.has("ModelAccessConfig")) {
      s3.inside("ModelAccessConfig").required("AcceptEula");
    }
    members.inside("ModelSource").inside("SageMakerModel").text("ModelName", 0, 63, MODEL_NAME);
    if (members.has("OutputConfig")) {
      members
          .inside("OutputConfig")
          .required("S3OutputLocation")
          .text("S3OutputLocation", 0, 1024, S3_URI)
          .text("KmsKeyId", 0, 2048, "[a-zA-Z0-9:/_-]*")
          .inside("SageMakerModel")
          .text("ModelName", 0, 63, MODEL_NAME);
    }
    members
        .inside("StoppingCondition")
        .number("MaxRuntimeInSeconds", 1, Integer.MAX_VALUE)
        .number("MaxWaitTimeInSeconds", 1, Integer.MAX_VALUE)
        .number("MaxPendingTimeInSeconds", 1800, 2_419_200);
    if (members.has("VpcConfig")) {
      members
          .inside("VpcConfig")
          .required("SecurityGroupIds", "Subnets")
          .size("SecurityGroupIds", 1, 5)
          .size("Subnets", 1, 16)
          .texts("SecurityGroupIds", 32, "[-0-9a-zA-Z]+")
          .texts("Subnets", 32, "[-0-9a-zA-Z]+");
    }
    constraints.check();
  }

  private static void checkConfig(Constraints constraints, JsonNode config, String path) {
    long set = TECHNIQUES.stream().filter(config::hasNonNull).count();
    if (set != 1) {
      throw ApiError.validation(
          "Exactly one technique must be set at '%s', but %d are.".formatted(path, set));
    }
    Constraints.Members members = constraints.of(config, path);
    for (String technique : TECHNIQUES) {
      members.inside(technique).text("Image", 0, 255, "[\\S]+").size("OverrideEnvironment", 0, 25);
    }
    if (members.has("ModelSpeculativeDecodingConfig")) {
      Constraints.Members decoding = members.inside("ModelSpeculativeDecodingConfig");
      decoding.required("Technique").oneOf("Technique", List.of("EAGLE"));
      if (decoding.has("TrainingDataSource")) {
        decoding
            .inside("TrainingDataSource")
            .required("S3Uri", "S3DataType")
            .text("S3Uri", 0, 1024, S3_URI)
            .oneOf("S3DataType", List.of("S3Prefix", "ManifestFile"));
      }
    }
  }
}
