package dev.jobreflector.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateOptimizationJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeOptimizationJobResponse;
import software.amazon.awssdk.services.sagemaker.model.OptimizationConfig;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

class RequestsTest {

  private static final SageMakerSimulator SIMULATOR = SageMakerSimulator.start();
  private static final SageMakerClient CLIENT = SimulatorClients.of(SIMULATOR);
  private static final String NAME_RULE =
      "at 'optimizationJobName' failed to satisfy constraint: Member must satisfy regular"
          + " expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}";

  @AfterAll
  static void close() {
    CLIENT.close();
    SIMULATOR.close();
  }

  @Test
  void describe_returns_every_member_of_the_request() {
    CreateOptimizationJobRequest request = SdkRequests.everything("everything").build();
    CLIENT.createOptimizationJob(request);
    DescribeOptimizationJobResponse response =
        CLIENT.describeOptimizationJob(r -> r.optimizationJobName("everything"));
    assertThat(response.modelSource()).isEqualTo(request.modelSource());
    assertThat(response.optimizationEnvironment()).isEqualTo(request.optimizationEnvironment());
    assertThat(response.deploymentInstanceType()).isEqualTo(request.deploymentInstanceType());
    assertThat(response.maxInstanceCount()).isEqualTo(request.maxInstanceCount());
    assertThat(response.optimizationConfigs()).isEqualTo(request.optimizationConfigs());
    assertThat(response.outputConfig()).isEqualTo(request.outputConfig());
    assertThat(response.roleArn()).isEqualTo(request.roleArn());
    assertThat(response.stoppingCondition()).isEqualTo(request.stoppingCondition());
    assertThat(response.vpcConfig()).isEqualTo(request.vpcConfig());
  }

  @Test
  void a_completed_job_of_every_kind_has_every_response_member_but_the_failure_reason() {
    SIMULATOR
        .jobs()
        .put(
            JobRecord.of(
                "sample",
                SIMULATOR.clock().instant(),
                JobPlan.defaults(),
                SampleRequests.everything()));
    SIMULATOR.jobs().transition("sample", JobStatus.INPROGRESS);
    SIMULATOR.jobs().transition("sample", JobStatus.COMPLETED);
    DescribeOptimizationJobResponse response =
        CLIENT.describeOptimizationJob(r -> r.optimizationJobName("sample"));
    Set<String> absent = new TreeSet<>();
    for (SdkField<?> field : response.sdkFields()) {
      if (field.getValueOrDefault(response) == null) {
        absent.add(field.memberName());
      }
    }
    assertThat(absent).containsExactly("FailureReason");
    assertThat(response.optimizationConfigs())
        .extracting(OptimizationConfig::type)
        .containsExactly(
            OptimizationConfig.Type.MODEL_QUANTIZATION_CONFIG,
            OptimizationConfig.Type.MODEL_COMPILATION_CONFIG,
            OptimizationConfig.Type.MODEL_SHARDING_CONFIG,
            OptimizationConfig.Type.MODEL_SPECULATIVE_DECODING_CONFIG);
    assertThat(response.stoppingCondition().maxPendingTimeInSeconds()).isEqualTo(7200);
    assertThat(response.vpcConfig().subnets()).hasSize(2);
  }

  @Test
  void describe_returns_members_that_the_sdk_does_not_know() throws Exception {
    String plan = "arn:aws:sagemaker:us-east-1:123456789012:training-plan/reserved";
    ObjectNode request = SampleRequests.everything();
    request.put("OptimizationJobName", "newer");
    request.putObject("NewMember").put("Depth", 3);
    assertThat(post("CreateOptimizationJob", request.toString()).statusCode()).isEqualTo(200);

    JsonNode described =
        WireJson.tree(
            post("DescribeOptimizationJob", "{\"OptimizationJobName\":\"newer\"}").body());

    assertThat(described.path("TrainingPlanArns"))
        .singleElement()
        .extracting(JsonNode::asText)
        .isEqualTo(plan);
    assertThat(described.at("/NewMember/Depth").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"arn:aws:iam::123456789012:role/none\"]",
        "[\"arn:aws:sagemaker:us-east-1:123456789012:training-plan/a\","
            + "\"arn:aws:sagemaker:us-east-1:123456789012:training-plan/b\"]"
      })
  void an_impossible_training_plan_is_refused(String plans) throws Exception {
    ObjectNode request = SampleRequests.everything();
    request.put("OptimizationJobName", "refused");
    request.set("TrainingPlanArns", WireJson.tree(plans));

    assertThat(post("CreateOptimizationJob", request.toString()).body())
        .contains("ValidationException", "trainingPlanArns");
  }

  private static HttpResponse<String> post(String operation, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(SIMULATOR.endpoint())
                .header("X-Amz-Target", "SageMaker." + operation)
                .header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=AKIA/20260102/us-east-1/sagemaker/aws4_request, X")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  static Stream<Arguments> invalidRequests() {
    return Stream.of(
        invalid(c -> c.describeOptimizationJob(r -> {}), "Value null at 'optimizationJobName'"),
        invalid(c -> c.describeOptimizationJob(r -> r.optimizationJobName("a_b")), NAME_RULE),
        invalid(c -> c.stopOptimizationJob(r -> r.optimizationJobName("-a")), NAME_RULE),
        invalid(c -> c.deleteOptimizationJob(r -> r.optimizationJobName("a-")), NAME_RULE),
        invalid(
            c -> c.describeOptimizationJob(r -> r.optimizationJobName("a".repeat(64))),
            "Member must have length less than or equal to 63"),
        invalid(
            c -> c.listOptimizationJobs(r -> r.maxResults(101)),
            "1 validation error detected: Value '101' at 'maxResults' failed to satisfy"
                + " constraint: Member must have value less than or equal to 100"),
        invalid(
            c -> c.listOptimizationJobs(r -> r.maxResults(0).nameContains("_")),
            "2 validation errors detected"),
        invalid(
            c -> c.listOptimizationJobs(r -> r.statusEquals("PAUSED")),
            "Member must satisfy enum value set: [INPROGRESS, COMPLETED, FAILED, STARTING,"
                + " STOPPING, STOPPED]"),
        invalid(
            c -> c.listOptimizationJobs(r -> r.sortBy("LastModifiedTime")),
            "Member must satisfy enum value set: [Name, CreationTime, Status]"),
        invalid(c -> c.listOptimizationJobs(r -> r.sortOrder("Up")), "[Ascending, Descending]"),
        invalidCreate(
            r -> r.roleArn(null).optimizationConfigs((List<OptimizationConfig>) null),
            "2 validation errors detected: Value null at 'roleArn'"),
        invalidCreate(r -> r.roleArn("arn:aws:iam::1:role/too-short-an-account"), "'roleArn'"),
        invalidCreate(r -> r.outputConfig(o -> {}), "'outputConfig.s3OutputLocation'"),
        invalidCreate(r -> r.modelSource(m -> m.s3(s -> s.s3Uri("ftp://x"))), "modelSource.s3"),
        invalidCreate(
            r -> r.stoppingCondition(s -> s.maxPendingTimeInSeconds(1799)),
            "Member must have value greater than or equal to 1800"),
        invalidCreate(
            r -> r.vpcConfig(v -> v.subnets("subnet-1")), "null at 'vpcConfig.securityGroupIds'"),
        invalidCreate(
            r -> r.optimizationConfigs(OptimizationConfig.builder().build()),
            "Exactly one technique must be set at 'optimizationConfigs.1.member', but 0 are."),
        invalidCreate(
            r ->
                r.optimizationConfigs(
                    OptimizationConfig.fromModelSpeculativeDecodingConfig(c -> {})),
            "'optimizationConfigs.1.member.modelSpeculativeDecodingConfig.technique'"));
  }

  @ParameterizedTest
  @MethodSource("invalidRequests")
  void an_impossible_request_is_refused_in_the_words_of_aws(
      Consumer<SageMakerClient> call, String message) {
    SageMakerException e =
        catchThrowableOfType(SageMakerException.class, () -> call.accept(CLIENT));
    assertThat(e.statusCode()).isEqualTo(400);
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
    assertThat(e.awsErrorDetails().errorMessage()).contains(message);
  }

  @Test
  void another_operation_is_unknown() {
    SageMakerException e =
        catchThrowableOfType(
            SageMakerException.class, () -> CLIENT.describeModel(r -> r.modelName("m")));
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
    assertThat(SIMULATOR.calls().count(Operation.UNKNOWN)).isPositive();
  }

  static Stream<Arguments> unreadableRequests() {
    String signed = "AWS4-HMAC-SHA256 Credential=AKIA/20260102/us-east-1/%s/aws4_request, X";
    return Stream.of(
        arguments("", "{}", "MissingAuthenticationTokenException"),
        arguments(signed.formatted("s3"), "{}", "IncompleteSignatureException"),
        arguments(signed.formatted("sagemaker"), "[]", "SerializationException"),
        arguments(signed.formatted("sagemaker"), "{", "SerializationException"),
        arguments(signed.formatted("sagemaker"), "{}", "ValidationException"));
  }

  /** What the SDK never sends. */
  @ParameterizedTest
  @MethodSource("unreadableRequests")
  void an_unreadable_request_is_refused(String authorization, String body, String code)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(SIMULATOR.endpoint())
            .header("X-Amz-Target", "SageMaker.DescribeOptimizationJob")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("application/x-amz-json-1.1");
    assertThat(response.body()).contains("\"__type\":\"" + code + "\"");
  }

  private static Arguments invalid(Consumer<SageMakerClient> call, String message) {
    return arguments(call, message);
  }

  private static Arguments invalidCreate(
      Consumer<CreateOptimizationJobRequest.Builder> change, String message) {
    Consumer<SageMakerClient> call =
        client ->
            client.createOptimizationJob(
                SdkRequests.minimal("refused").applyMutation(change).build());
    return arguments(call, message);
  }
}
