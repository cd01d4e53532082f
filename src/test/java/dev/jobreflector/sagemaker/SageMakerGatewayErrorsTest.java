package dev.jobreflector.sagemaker;

import static dev.jobreflector.sagemaker.CannedServer.HTML;
import static dev.jobreflector.sagemaker.CannedServer.JSON;
import static dev.jobreflector.sagemaker.GatewayUnderTest.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.Observation.Absent;
import dev.jobreflector.decision.Observation.CredentialsRefused;
import dev.jobreflector.decision.Observation.Denied;
import dev.jobreflector.decision.Observation.Misconfigured;
import dev.jobreflector.decision.Observation.Throttled;
import dev.jobreflector.decision.Observation.Unavailable;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real SDK makes of answers on the wire, as observations. */
class SageMakerGatewayErrorsTest {
  private final GatewayUnderTest gateways = new GatewayUnderTest();
  private final CannedServer server = new CannedServer();
  private final SageMakerGateway gateway = gateways.at(server.endpoint());

  @AfterEach
  void close() {
    gateway.close();
    server.close();
  }

  static Stream<Arguments> errorCodes() {
    return Stream.of(
        arguments(400, "ResourceNotFound", "Job not found", Absent.class),
        arguments(400, "com.amazonaws.sagemaker#ResourceNotFound", "", Absent.class),
        arguments(404, "ResourceNotFoundException", "", Absent.class),
        arguments(400, "ValidationException", "Requested resource not found.", Absent.class),
        arguments(400, "ValidationException", "1 validation error", Misconfigured.class),
        arguments(400, "UnknownOperationException", "", Misconfigured.class),
        arguments(400, "SomethingNewException", "", Misconfigured.class),
        arguments(400, "ThrottlingException", "Rate exceeded", Throttled.class),
        arguments(400, "ns#ThrottlingException", "Rate exceeded", Throttled.class),
        arguments(400, "TooManyRequestsException", "", Throttled.class),
        arguments(503, "SlowDown", "", Throttled.class),
        arguments(429, "", "", Throttled.class),
        arguments(400, "AccessDeniedException", "no", Denied.class),
        arguments(403, "AccessDeniedException", "no", Denied.class),
        arguments(403, "OptInRequired", "no", CredentialsRefused.class),
        arguments(400, "ExpiredTokenException", "", CredentialsRefused.class),
        arguments(403, "ExpiredToken", "", CredentialsRefused.class),
        arguments(400, "UnrecognizedClientException", "", CredentialsRefused.class),
        arguments(403, "InvalidClientTokenId", "", CredentialsRefused.class),
        arguments(400, "IncompleteSignature", "", CredentialsRefused.class),
        arguments(403, "InvalidSignatureException", "", CredentialsRefused.class),
        arguments(403, "SignatureDoesNotMatch", "", CredentialsRefused.class),
        arguments(403, "MissingAuthenticationTokenException", "", CredentialsRefused.class),
        arguments(500, "InternalFailure", "", Unavailable.class),
        arguments(503, "ServiceUnavailable", "", Unavailable.class),
        arguments(408, "RequestTimeout", "", Unavailable.class));
  }

  @ParameterizedTest
  @MethodSource("errorCodes")
  void an_error_code_decides_what_is_observed(
      int status, String code, String text, Class<? extends Observation> expected) {
    server.answers(
        status,
        JSON,
        code.isEmpty() ? "{}" : "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, text));

    assertThat(gateway.describe("llama")).isInstanceOf(expected);
    assertThat(server.requests()).hasSize(1);
  }

  static Stream<Arguments> answersOfOthers() {
    return Stream.of(
        arguments(200, HTML, "<html>Please log in</html>"),
        arguments(200, HTML, ""),
        arguments(200, JSON, ""),
        arguments(200, JSON, "{}"),
        arguments(200, JSON, "null"),
        arguments(200, JSON, "[]"),
        arguments(200, JSON, "\"job\""),
        arguments(200, JSON, "{\"status\":\"ok\"}"),
        arguments(200, JSON, CannedServer.REQUIRED_MEMBERS),
        arguments(200, JSON, "[".repeat(100_000)),
        arguments(200, JSON, " ".repeat(RawExchange.MAX_BODY_BYTES) + CannedServer.MINIMAL_JOB),
        arguments(302, HTML, "moved"),
        arguments(400, JSON, "{\"message\":\"no code\"}"),
        arguments(400, JSON, "{\"__type\":\"\",\"message\":\"empty code\"}"),
        arguments(401, HTML, "who are you?"),
        arguments(403, HTML, "<html>blocked</html>"),
        arguments(404, "text/plain", "404 page not found"),
        arguments(407, HTML, "log in to the proxy"),
        arguments(500, HTML, ""),
        arguments(502, HTML, "<html>Bad Gateway</html>"),
        arguments(503, JSON, ""));
  }

  @ParameterizedTest
  @MethodSource("answersOfOthers")
  void an_answer_that_is_not_sage_makers_is_never_a_job_nor_an_absent_one(
      int status, String contentType, String body) {
    server.answers(status, contentType, body);

    assertThat(gateway.describe("llama"))
        .isInstanceOfSatisfying(
            Unavailable.class,
            unavailable ->
                assertThat(unavailable.message())
                    .contains("HTTP " + status, "127.0.0.1:" + server.endpoint().getPort()));
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("requiredMembers")
  void a_response_that_lacks_a_member_of_every_job_is_no_job(String member) {
    server.answers(200, JSON, CannedServer.MINIMAL_JOB.replace("\"" + member, "\"X" + member));

    assertThat(message(gateway.describe("llama"))).contains("it has no " + member + ".");
  }

  static Stream<String> requiredMembers() {
    return Stream.of(
        "OptimizationJobName", "OptimizationJobArn", "OptimizationJobStatus", "CreationTime");
  }

  @ParameterizedTest
  @ValueSource(strings = {",\"VpcConfig\":7}", ",\"MaxInstanceCount\":\"two\"}"})
  void an_answer_of_the_job_that_cannot_be_read_is_no_outage(String rest) {
    server.answers(200, JSON, CannedServer.REQUIRED_MEMBERS + rest);

    assertThat(gateway.describe("llama")).isInstanceOf(Observation.Unreadable.class);
  }

  static Stream<CannedServer.Answer> brokenConnections() {
    return Stream.of(CannedServer.Call::hangUp, CannedServer.Call::cutShort);
  }

  @ParameterizedTest
  @MethodSource("brokenConnections")
  void a_connection_that_breaks_is_an_outage_after_one_request(CannedServer.Answer broken) {
    server.answers(200, JSON, CannedServer.MINIMAL_JOB);
    assertThat(gateway.describe("llama")).isInstanceOf(Observation.Found.class);

    server.answers(broken);
    assertThat(gateway.describe("llama")).isInstanceOf(Unavailable.class);
    assertThat(server.requests()).hasSize(2);
  }

  static Stream<CannedServer.Answer> endlessAnswers() {
    return Stream.of(CannedServer.Call::hang, CannedServer.Call::trickle);
  }

  @ParameterizedTest
  @MethodSource("endlessAnswers")
  void an_answer_that_does_not_end_is_an_outage_when_its_time_is_over(CannedServer.Answer endless) {
    Duration timeout = Duration.ofMillis(300);
    server.answers(endless);
    try (SageMakerGateway hasty =
        gateways.at(server.endpoint(), GatewayUnderTest.CREDENTIALS, timeout)) {
      assertThat(message(hasty.describe("llama"))).startsWith("No answer from 127.0.0.1:");
    }
    assertThat(gateways.durations)
        .singleElement()
        .satisfies(took -> assertThat(took).isBetween(timeout, Duration.ofSeconds(10)));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void an_answer_without_end_is_given_up_once_it_is_too_long_to_be_a_job() {
    server.answers(CannedServer.Call::flood);

    assertThat(message(gateway.describe("llama"))).contains("HTTP 200");
    assertThat(gateways.durations)
        .singleElement()
        .satisfies(took -> assertThat(took).isLessThan(GatewayUnderTest.TIMEOUT));
  }

  @Test
  void a_refused_connection_is_an_outage() {
    server.close();

    assertThat(gateway.describe("llama"))
        .isInstanceOfSatisfying(
            Unavailable.class,
            unavailable ->
                assertThat(unavailable.message())
                    .startsWith("Cannot connect to 127.0.0.1:" + server.endpoint().getPort()));
  }

  static Stream<Arguments> everyError() {
    return Stream.concat(
        errorCodes().map(a -> arguments(a.get()[0], a.get()[1])),
        Stream.of(arguments(502, ""), arguments(200, ""), arguments(400, "")));
  }

  @ParameterizedTest
  @MethodSource("everyError")
  void two_equal_failures_have_equal_messages_in_one_line_of_at_most_1024_characters(
      int status, String code) {
    server.answers(
        call -> {
          String id = UUID.randomUUID().toString();
          call.exchange().getResponseHeaders().set("x-amzn-RequestId", id);
          call.reply(
              status,
              JSON,
              "{\"__type\":\"%s\",\"message\":\"Refused (Request ID: %s) at 2026-03-01T10:00:%02dZ\\n%s\"}"
                  .formatted(code, id, 10 + server.requests().size() % 40, "because ".repeat(500)));
        });

    String first = message(gateway.describe("llama"));

    assertThat(message(gateway.describe("llama"))).isEqualTo(first);
    assertThat(first).hasSizeLessThanOrEqualTo(1024).doesNotContain("\n");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void a_denial_names_the_role_but_not_the_session_which_differs_from_pod_to_pod() {
    server.answers(
        400,
        JSON,
        """
        {"__type":"AccessDeniedException","Message":"User: arn:aws:sts::123456789012:assumed-role/reflector/eks-pod-7f9c is not authorized to perform: sagemaker:DescribeOptimizationJob on resource: arn:aws:sagemaker:eu-west-1:123456789012:optimization-job/llama"}""");

    assertThat(message(gateway.describe("llama")))
        .contains("assumed-role/reflector is not authorized", "optimization-job/llama. Allow")
        .doesNotContain("eks-pod-7f9c");
  }
}
