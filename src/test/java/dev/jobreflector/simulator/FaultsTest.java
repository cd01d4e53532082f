package dev.jobreflector.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeOptimizationJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ListOptimizationJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.OptimizationConfig;
import software.amazon.awssdk.services.sagemaker.model.OptimizationJobSummary;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

class FaultsTest {

  private static final SageMakerSimulator SIMULATOR = SageMakerSimulator.start();
  private static final SageMakerClient CLIENT = SimulatorClients.of(SIMULATOR);

  private final Faults faults = SIMULATOR.faults();
  private final CallLog calls = SIMULATOR.calls();

  @BeforeEach
  void twoRunningJobs() {
    SIMULATOR.jobs().create("job", JobPlan.defaults().unending());
    SIMULATOR.jobs().create("other", JobPlan.defaults().unending());
    calls.clear();
  }

  @AfterEach
  void well() {
    faults.clear();
    SIMULATOR.accessKeys().acceptAny();
  }

  @AfterAll
  static void close() {
    CLIENT.close();
    SIMULATOR.close();
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        arguments(Fault.throttled(), 400, "ThrottlingException", "Rate exceeded"),
        arguments(Fault.internalError(), 500, "InternalFailure", "unknown error"),
        arguments(Fault.serviceUnavailable(), 503, "ServiceUnavailable", "temporary failure"),
        arguments(Fault.expiredToken(), 400, "ExpiredTokenException", "is expired"),
        arguments(Fault.unrecognizedClient(), 400, "UnrecognizedClientException", "is invalid"),
        arguments(
            Fault.requestedResourceNotFound(),
            400,
            "ValidationException",
            "Requested resource not found"),
        arguments(Fault.notFound(), 400, "ResourceNotFound", "optimization-job/job"),
        arguments(
            Fault.accessDenied(),
            400,
            "AccessDeniedException",
            "User: arn:aws:sts::123456789012:assumed-role/job-reflector/session is not authorized"
                + " to perform: sagemaker:DescribeOptimizationJob on resource:"
                + " arn:aws:sagemaker:us-east-1:123456789012:optimization-job/job because"),
        arguments(Fault.accessDenied(403), 403, "AccessDeniedException", "is not authorized"),
        arguments(Fault.badGatewayHtml(), 502, null, null));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void an_error_reaches_the_sdk(
      Fault fault, int status, @Nullable String code, @Nullable String message) {
    faults.inject(fault);
    SageMakerException e = catchThrowableOfType(SageMakerException.class, () -> describe("job"));
    assertThat(e.statusCode()).isEqualTo(status);
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
    if (message != null) {
      assertThat(e.awsErrorDetails().errorMessage()).contains(message);
    }
    assertThat(e.requestId()).isNotBlank();
    assertThat(calls.calls())
        .extracting(Call::outcome)
        .containsExactly(code == null ? "HTTP 502" : code);
  }

  static Stream<Arguments> brokenAnswers() {
    return Stream.of(
        arguments(Fault.truncatedBody(), "TRUNCATED"),
        arguments(Fault.brokenJson(), "BROKEN_JSON"),
        arguments(Fault.droppedConnection(), "DROPPED"),
        arguments(Fault.html(200, "<html>Sign in to the guest network</html>"), "HTTP 200"));
  }

  @ParameterizedTest
  @MethodSource("brokenAnswers")
  void a_broken_answer_is_one_call_and_a_client_side_error(Fault fault, String outcome) {
    describe("job"); // leaves a connection that is kept alive, which Java might use to try again
    faults.inject(When.always().times(1), fault);
    assertThatThrownBy(() -> describe("job")).isInstanceOf(SdkClientException.class);
    assertThat(calls.calls()).extracting(Call::outcome).containsExactly("OK", outcome);
    assertThatCode(() -> describe("job")).doesNotThrowAnyException();
  }

  @Test
  void a_fault_may_be_for_one_job_operation_account_or_number_of_calls() {
    SIMULATOR.accessKeys().put("AKIAOTHER", "210987654321");
    faults.inject(When.job("job"), Fault.accessDenied());
    Faults.Injection list = faults.inject(When.operation(Operation.LIST), Fault.internalError());
    faults.inject(When.job("other").times(2), Fault.serviceUnavailable());
    faults.inject(When.always().withAccount("210987654321"), Fault.expiredToken());

    assertThatThrownBy(() -> describe("job")).hasMessageContaining("not authorized");
    assertThatThrownBy(() -> describe("other")).hasMessageContaining("temporary failure");
    assertThatThrownBy(() -> describe("other")).hasMessageContaining("temporary failure");
    assertThatCode(() -> describe("other")).doesNotThrowAnyException();
    assertThatThrownBy(() -> list(CLIENT)).hasMessageContaining("unknown error");
    assertThat(list.hits()).isEqualTo(1);
    list.remove();
    assertThatCode(() -> list(CLIENT)).doesNotThrowAnyException();
    try (SageMakerClient stranger = SimulatorClients.of(SIMULATOR, "AKIAOTHER", "us-east-1")) {
      assertThatThrownBy(() -> list(stranger)).hasMessageContaining("is expired");
    }
  }

  @Test
  void a_denied_list_names_every_job_as_resource() {
    faults.inject(Fault.accessDenied());
    assertThatThrownBy(() -> list(CLIENT))
        .hasMessageContaining(
            "sagemaker:ListOptimizationJobs on resource:"
                + " arn:aws:sagemaker:us-east-1:123456789012:optimization-job/*");
  }

  @Test
  void calls_beyond_the_limit_are_throttled_whatever_they_ask_for() {
    faults.throttle(0.001, 3);
    describe("job");
    list(CLIENT);
    describe("other");
    SageMakerException e = catchThrowableOfType(SageMakerException.class, () -> describe("job"));
    assertThat(e.isThrottlingException()).isTrue();
    assertThatThrownBy(() -> list(CLIENT)).hasMessageContaining("Rate exceeded");
    assertThat(calls.count(Operation.DESCRIBE, Call.OK)).isEqualTo(2);
    assertThat(calls.count(Operation.DESCRIBE, Call.THROTTLED)).isEqualTo(1);
    assertThat(calls.count(Operation.LIST, Call.THROTTLED)).isEqualTo(1);
  }

  @Test
  void each_account_and_region_has_its_own_limit() {
    faults.throttle(0.001, 1);
    list(CLIENT);
    assertThatThrownBy(() -> list(CLIENT)).hasMessageContaining("Rate exceeded");
    try (SageMakerClient other = SimulatorClients.of(SIMULATOR, "AKIA", "eu-west-1")) {
      assertThatCode(() -> list(other)).doesNotThrowAnyException();
    }
  }

  @Test
  void one_operation_may_have_a_limit_of_its_own() {
    faults.throttle(Operation.LIST, 0.001, 1);
    list(CLIENT);
    assertThatThrownBy(() -> list(CLIENT)).hasMessageContaining("Rate exceeded");
    assertThatCode(() -> describe("job")).doesNotThrowAnyException();
    faults.unthrottle();
    assertThatCode(() -> list(CLIENT)).doesNotThrowAnyException();
  }

  @Test
  void answers_take_their_time() {
    faults.latency(Operation.DESCRIBE, Duration.ofMillis(200));
    long begin = System.nanoTime();
    describe("job");
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(200_000_000);
  }

  @Test
  void a_status_nobody_knows() {
    faults.inject(When.operation(Operation.DESCRIBE), Fault.status("HIBERNATING"));
    assertThat(describe("job").optimizationJobStatusAsString()).isEqualTo("HIBERNATING");
  }

  @Test
  void a_technique_nobody_knows() {
    faults.inject(
        When.operation(Operation.DESCRIBE), Fault.unknownConfig("ModelDistillationConfig"));
    assertThat(describe("job").optimizationConfigs())
        .extracting(OptimizationConfig::type)
        .containsExactly(
            OptimizationConfig.Type.MODEL_QUANTIZATION_CONFIG,
            OptimizationConfig.Type.UNKNOWN_TO_SDK_VERSION);
  }

  @Test
  void fields_nobody_knows_do_not_hide_the_others() {
    faults.inject(Fault.unknownFields());
    assertThat(describe("job").outputConfig().s3OutputLocation())
        .isEqualTo("s3://models/optimized/");
    assertThat(list(CLIENT).optimizationJobSummaries()).hasSize(2);
  }

  @Test
  void members_of_any_kind_at_any_depth() {
    faults.inject(
        When.operation(Operation.DESCRIBE),
        Fault.members(
            "{\"New\":1,\"FailureReason\":\"x\",\"OutputConfig\":{\"KmsKeyId\":\"key\",\"New\":{}}}"));

    assertThat(describe("job").failureReason()).isEqualTo("x");
    assertThat(describe("job").outputConfig().kmsKeyId()).isEqualTo("key");
    assertThat(describe("job").outputConfig().s3OutputLocation())
        .isEqualTo("s3://models/optimized/");
  }

  @Test
  void lists_may_begin_with_empty_pages() {
    faults.inject(When.operation(Operation.LIST), Fault.emptyPages(2));
    List<ListOptimizationJobsResponse> pages =
        CLIENT.listOptimizationJobsPaginator(r -> r.maxResults(1)).stream().toList();
    assertThat(pages)
        .extracting(page -> page.optimizationJobSummaries().size())
        .containsExactly(0, 0, 1, 1);
  }

  @Test
  void a_list_may_leave_a_running_job_out() {
    faults.inject(Fault.hidden("job"));
    assertThat(list(CLIENT).optimizationJobSummaries())
        .extracting(OptimizationJobSummary::optimizationJobName)
        .containsExactly("other");
    assertThatCode(() -> describe("job")).doesNotThrowAnyException();
  }

  @Test
  void several_alterations_add_up() {
    faults.inject(When.operation(Operation.DESCRIBE), Fault.status("ODD"));
    faults.inject(When.operation(Operation.DESCRIBE), Fault.unknownConfig("New"));
    DescribeOptimizationJobResponse response = describe("job");
    assertThat(response.optimizationJobStatusAsString()).isEqualTo("ODD");
    assertThat(response.optimizationConfigs()).hasSize(2);
  }

  @Test
  void unknown_access_keys_are_refused_if_wanted() {
    SIMULATOR.accessKeys().put("AKIAKNOWN", "123456789012");
    SIMULATOR.accessKeys().acceptOnlyKnown();
    assertThatThrownBy(() -> describe("job"))
        .hasMessageContaining("The security token included in the request is invalid");
    try (SageMakerClient known = SimulatorClients.of(SIMULATOR, "AKIAKNOWN", "us-east-1")) {
      assertThatCode(() -> list(known)).doesNotThrowAnyException();
    }
  }

  @Test
  void the_log_knows_who_asked_for_what() {
    assertThatThrownBy(() -> describe("nobody")).isInstanceOf(ResourceNotFoundException.class);
    list(CLIENT);
    AccountRegion home = SIMULATOR.home();
    assertThat(calls.calls())
        .extracting(Call::operation, Call::jobName, Call::place, Call::outcome)
        .containsExactly(
            tuple(Operation.DESCRIBE, "nobody", home, "ResourceNotFound"),
            tuple(Operation.LIST, null, home, "OK"));
    assertThat(calls.calls("nobody")).hasSize(1);
    assertThat(calls.counts())
        .containsEntry("DescribeOptimizationJob ResourceNotFound", 1L)
        .containsEntry("ListOptimizationJobs OK", 1L);
  }

  @Test
  void the_log_knows_where_a_list_begins_and_of_which_status() {
    List<ListOptimizationJobsResponse> pages =
        CLIENT.listOptimizationJobsPaginator(r -> r.maxResults(1).statusEquals("STARTING")).stream()
            .toList();
    list(CLIENT);
    describe("job");
    assertThat(pages).hasSize(2);
    assertThat(calls.calls())
        .extracting(Call::listBegun)
        .containsExactly("STARTING", null, "", null);
  }

  private static DescribeOptimizationJobResponse describe(String name) {
    return CLIENT.describeOptimizationJob(r -> r.optimizationJobName(name));
  }

  private static ListOptimizationJobsResponse list(SageMakerClient client) {
    return client.listOptimizationJobs(r -> {});
  }
}
