package dev.jobreflector.sagemaker;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.proxy.Proxies;
import dev.jobreflector.proxy.ProxyServer;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Turns failed calls into observations with a message for the user. AWS's error code decides, not
 * the HTTP status: SageMaker sends most errors as 400. Equal failures have equal messages.
 */
final class FailureMapper {
  private static final Set<String> ABSENT = Set.of("ResourceNotFound", "ResourceNotFoundException");
  private static final Set<String> DENIED =
      Set.of("AccessDeniedException", "AccessDenied", "UnauthorizedOperation");
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired");
  private static final Set<String> INVALID_IDENTITY =
      Set.of(
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidAccessKeyId",
          "InvalidToken",
          "AuthFailure",
          "OptInRequired",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException");
  private static final Set<String> INVALID_SIGNATURE =
      Set.of(
          "IncompleteSignature",
          "IncompleteSignatureException",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "RequestExpired",
          "RequestTimeTooSkewed");

  /** Some SageMaker APIs report a missing resource as a validation error with this text. */
  private static final String NOT_FOUND_TEXT = "requested resource not found";

  private static final int HTTP_OK = 200;
  private static final String JOB_NAME = "OptimizationJobName";
  private static final int PROXY_WANTS_LOGIN = 407;

  private final String region;
  private final RouteText routes;
  private final UnansweredCalls unanswered;

  FailureMapper(String region, Proxies proxies) {
    this.region = region;
    this.routes = new RouteText(region, proxies);
    this.unanswered = new UnansweredCalls(region, routes);
  }

  /**
   * The observation of a failed call.
   *
   * @param accountId the account that was called; null while it is not known
   */
  Observation observation(
      RuntimeException failure, RawExchange exchange, @Nullable String accountId, Instant now) {
    if (failure instanceof Credentials.Missing missing) {
      return new Observation.CredentialsRefused(StableText.message("%s", missing.reason()), now);
    }
    if (failure instanceof AwsServiceException answer) {
      return ofAnswer(answer, exchange, accountId, now);
    }
    if (exchange.httpStatus() != 0 && !UnansweredCalls.isTimeout(failure)) {
      return foreignAnswer(exchange, "the body is not the description of a job", now);
    }
    return unanswered.observation(failure, exchange, now);
  }

  /**
   * The observation of a failed list call. A list has no job that could be absent, so absent
   * becomes denied.
   */
  Observation ofList(RuntimeException failure, RawExchange exchange, Instant now) {
    Observation observation = observation(failure, exchange, null, now);
    boolean denied = observation instanceof Observation.Denied;
    return denied || observation instanceof Observation.Absent
        ? new Observation.Denied(
            StableText.message(
                "The operator is not allowed to list the optimization jobs in %s. Allow"
                    + " sagemaker:ListOptimizationJobs on * in the policy of the operator's role",
                region),
            now)
        : observation;
  }

  /** The observation of an answer that is not SageMaker's. */
  Observation foreignAnswer(RawExchange exchange, String why, Instant now) {
    String text =
        StableText.message(
            "%s answered HTTP %d, but the answer is not SageMaker's: %s. Check AWS_ENDPOINT_URL and any"
                + " proxy between the operator and AWS",
            routes.text(exchange), exchange.httpStatus(), why);
    return exchange.httpStatus() == HTTP_OK && exchange.response().json().has(JOB_NAME)
        ? new Observation.Unreadable(text, now)
        : new Observation.Unavailable(text, now);
  }

  /** The observation of an answer that describes another job than the requested one. */
  Observation otherJob(RawExchange exchange, String asked, String answered, Instant now) {
    return new Observation.Unreadable(
        StableText.message(
            "%s got a request for optimization job %s and answered with %s. Check AWS_ENDPOINT_URL and"
                + " any proxy between the operator and AWS",
            routes.text(exchange), asked, StableText.of(answered, StableText.MAX_QUOTE_LENGTH)),
        now);
  }

  private Observation ofAnswer(
      AwsServiceException answer, RawExchange exchange, @Nullable String accountId, Instant now) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = details == null ? null : emptyToNull(details.errorCode());
    String text =
        StableText.of(details == null ? null : details.errorMessage(), StableText.MAX_QUOTE_LENGTH);
    if (answer.isThrottlingException()) {
      return new Observation.Throttled(
          StableText.message(
              "SageMaker throttles requests in %s (%s). All callers of the account share its limit",
              region, code == null ? "HTTP " + answer.statusCode() : code),
          now);
    } else if (code == null) {
      return answer.statusCode() >= 500
          ? unavailable(answer, "no error code", exchange, now)
          : ofCodelessRefusal(answer, exchange, now);
    } else if (ABSENT.contains(code)) {
      return new Observation.Absent(accountId, now);
    } else if (code.equals("ValidationException")) {
      return text.toLowerCase(Locale.ROOT).contains(NOT_FOUND_TEXT)
          ? new Observation.Absent(accountId, now)
          : refused(code, text, now);
    } else if (DENIED.contains(code)) {
      return new Observation.Denied(
          StableText.message(
              "AWS does not allow the operator to describe this job (%s)%s. Allow"
                  + " sagemaker:DescribeOptimizationJob on its ARN in the policy of the operator's"
                  + " role",
              code, StableText.quoted(text)),
          now);
    } else if (EXPIRED.contains(code)) {
      return new Observation.CredentialsRefused(
          StableText.message(
              "The operator's AWS credentials have expired (%s). Renew them, or use a role (IRSA"
                  + " or EKS Pod Identity), which AWS renews by itself",
              code),
          now);
    } else if (INVALID_IDENTITY.contains(code)) {
      return new Observation.CredentialsRefused(
          StableText.message(
              "AWS does not accept the operator's credentials in %s (%s). Check that they exist"
                  + " and belong to this AWS partition, and that the region is enabled in the"
                  + " account",
              region, code),
          now);
    } else if (INVALID_SIGNATURE.contains(code)) {
      return new Observation.CredentialsRefused(
          StableText.message(
              "AWS does not accept the signature of the operator's requests (%s). Check the secret"
                  + " access key and the node's clock",
              code),
          now);
    } else if (answer.statusCode() >= 500 || answer.statusCode() == 408) {
      return unavailable(answer, code, exchange, now);
    }
    return refused(code, text, now);
  }

  /** The observation of a refusal without an error code. SageMaker itself always sends a code. */
  private Observation ofCodelessRefusal(
      AwsServiceException answer, RawExchange exchange, Instant now) {
    ProxyServer proxy = routes.proxy(exchange);
    if (proxy != null && answer.statusCode() == PROXY_WANTS_LOGIN) {
      return new Observation.Unavailable(
          StableText.message(
              "The proxy %s refuses the operator's login (HTTP 407). Check the user and the"
                  + " password in %s",
              proxy, proxy.source()),
          now);
    }
    return new Observation.Unavailable(
        StableText.message(
            "%s answered HTTP %d without an AWS error code. Check AWS_ENDPOINT_URL and any proxy between"
                + " the operator and AWS",
            routes.text(exchange), answer.statusCode()),
        now);
  }

  private Observation unavailable(
      AwsServiceException answer, String code, RawExchange exchange, Instant now) {
    return new Observation.Unavailable(
        StableText.message(
            "SageMaker is not available: HTTP %d (%s) from %s. The operator retries",
            answer.statusCode(), code, routes.text(exchange)),
        now);
  }

  private Observation refused(String code, String text, Instant now) {
    return new Observation.Misconfigured(
        StableText.message(
            "SageMaker refuses the request (%s)%s. Check the job's name, the region and"
                + " AWS_ENDPOINT_URL",
            code, StableText.quoted(text)),
        now);
  }

  private static @Nullable String emptyToNull(@Nullable String code) {
    return code == null || code.isEmpty() ? null : code;
  }
}
