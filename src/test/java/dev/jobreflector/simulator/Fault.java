package dev.jobreflector.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One way to misbehave, for {@link Faults#inject}. */
public final class Fault {

  private static final String SUMMARIES = "OptimizationJobSummaries";
  private static final String EMPTY_PAGE_TOKEN = "empty-page:";

  private final Behaviour behaviour;

  private Fault(Behaviour behaviour) {
    this.behaviour = behaviour;
  }

  private interface Behaviour {
    Reply answer(ApiRequest request, Service next) throws InterruptedException;
  }

  Reply answer(ApiRequest request, Service next) throws InterruptedException {
    return behaviour.answer(request, next);
  }

  /** An error in the API's wire shape. */
  public static Fault error(int httpStatus, String code, String message) {
    return new Fault(
        (request, next) -> {
          throw ApiError.of(httpStatus, code, message);
        });
  }

  /** 400 ThrottlingException; see {@link Faults#throttle} for a real limit. */
  public static Fault throttled() {
    return error(400, Call.THROTTLED, "Rate exceeded");
  }

  /** 500 InternalFailure. */
  public static Fault internalError() {
    return error(
        500,
        "InternalFailure",
        "The request processing has failed because of an unknown error, exception or failure.");
  }

  /** 503 ServiceUnavailable. */
  public static Fault serviceUnavailable() {
    return error(
        503,
        "ServiceUnavailable",
        "The request has failed due to a temporary failure of the server.");
  }

  /** 400 ExpiredTokenException: session credentials that were good once. */
  public static Fault expiredToken() {
    return error(
        400, "ExpiredTokenException", "The security token included in the request is expired");
  }

  /** 400 UnrecognizedClientException: an access key that AWS does not know. */
  public static Fault unrecognizedClient() {
    return error(
        400,
        "UnrecognizedClientException",
        "The security token included in the request is invalid.");
  }

  /** 400 AccessDeniedException with the text of a missing identity-based policy. */
  public static Fault accessDenied() {
    return accessDenied(400);
  }

  /** AccessDeniedException under another HTTP status: some services say 403. */
  public static Fault accessDenied(int httpStatus) {
    return new Fault(
        (request, next) -> {
          throw ApiError.of(httpStatus, "AccessDeniedException", denial(request));
        });
  }

  /** 400 ResourceNotFound although the job is there. */
  public static Fault notFound() {
    return new Fault(
        (request, next) -> {
          throw ApiError.notFound(request.place().arn(String.valueOf(request.jobName())));
        });
  }

  /** 400 ValidationException "Requested resource not found": how sibling APIs say it. */
  public static Fault requestedResourceNotFound() {
    return error(400, "ValidationException", "Requested resource not found.");
  }

  /** 502 with an HTML page, as a load balancer or proxy sends it. */
  public static Fault badGatewayHtml() {
    return html(
        502,
        """
        <html>\r
        <head><title>502 Bad Gateway</title></head>\r
        <body>\r
        <center><h1>502 Bad Gateway</h1></center>\r
        </body>\r
        </html>\r
        """);
  }

  /** Any HTML page: with 200, that of a captive portal or a login page. */
  public static Fault html(int httpStatus, String page) {
    return new Fault(
        (request, next) ->
            new Reply.Text(httpStatus, "HTTP " + httpStatus, "text/html; charset=utf-8", page));
  }

  /** Half of the right answer, then the connection closes. */
  public static Fault truncatedBody() {
    return new Fault(
        (request, next) -> {
          Reply reply = next.answer(request);
          return reply instanceof Reply.Json json ? new Reply.Truncated(json.body()) : reply;
        });
  }

  /** Half of the right answer, announced as the whole: well-formed HTTP, broken JSON. */
  public static Fault brokenJson() {
    return new Fault(
        (request, next) -> {
          Reply reply = next.answer(request);
          if (!(reply instanceof Reply.Json json)) {
            return reply;
          }
          String text = json.body().toString();
          return new Reply.Text(
              json.status(),
              "BROKEN_JSON",
              "application/x-amz-json-1.1",
              text.substring(0, text.length() / 2));
        });
  }

  /** The connection closes without an answer. */
  public static Fault droppedConnection() {
    return new Fault((request, next) -> new Reply.Dropped());
  }

  /** The right answer, changed. {@code change} may change what it gets and return that. */
  public static Fault altered(UnaryOperator<ObjectNode> change) {
    return new Fault(
        (request, next) -> {
          Reply reply = next.answer(request);
          return reply instanceof Reply.Json json
              ? new Reply.Json(json.status(), json.outcome(), change.apply(json.body()))
              : reply;
        });
  }

  /** The right answer in other bytes, which need not be JSON. */
  public static Fault rewritten(Rewriting rewriting) {
    return new Fault(
        (request, next) -> {
          Reply reply = next.answer(request);
          return reply instanceof Reply.Json json
              ? new Reply.Raw(
                  json.status(),
                  "REWRITTEN",
                  ByteBuffer.wrap(rewriting.rewrite(request.jobName(), json.body().toString())))
              : reply;
        });
  }

  /** Makes other bytes of an answer. */
  @FunctionalInterface
  public interface Rewriting {

    /**
     * The bytes to send.
     *
     * @param jobName the job asked for; null for lists
     * @param answer the right answer
     */
    byte[] rewrite(@Nullable String jobName, String answer);
  }

  /** Describe shows a status of this text. {@link JobStore#transition} shows it in lists, too. */
  public static Fault status(String text) {
    return altered(body -> body.put("OptimizationJobStatus", text));
  }

  /** Describe shows one more entry in OptimizationConfigs: a technique that nobody knows yet. */
  public static Fault unknownConfig(String member) {
    return altered(
        body -> {
          ArrayNode configs = body.withArray("OptimizationConfigs");
          configs.addObject().putObject(member).put("Technique", "MEDUSA");
          return body;
        });
  }

  /** Members that no SDK knows: a text, a structure and a list at the top, and one further in. */
  public static Fault unknownFields() {
    return altered(
        body -> {
          body.put("NewText", "new");
          body.putObject("NewStructure").put("Depth", 3);
          body.putArray("NewList").add(1).add("two");
          if (body.get("OutputConfig") instanceof ObjectNode output) {
            output.put("NewOutputMember", true);
          }
          return body;
        });
  }

  /**
   * The right answer with these members, in place of those of the same name: a JSON object whose
   * objects reach into those of the answer, where they are not empty.
   */
  public static Fault members(String json) {
    JsonNode members = WireJson.tree(json);
    return altered(
        body -> {
          merge(body, members);
          return body;
        });
  }

  private static void merge(ObjectNode into, JsonNode members) {
    for (Map.Entry<String, JsonNode> member : members.properties()) {
      boolean reachesInside = member.getValue().isObject() && !member.getValue().isEmpty();
      if (reachesInside && into.get(member.getKey()) instanceof ObjectNode inside) {
        merge(inside, member.getValue());
      } else {
        into.set(member.getKey(), member.getValue().deepCopy());
      }
    }
  }

  /** Each list begins with {@code pages} empty pages that carry a token. */
  public static Fault emptyPages(int pages) {
    return new Fault(
        (request, next) -> {
          String token = request.body().path("NextToken").asText("");
          int seen =
              token.startsWith(EMPTY_PAGE_TOKEN)
                  ? Integer.parseInt(token.substring(EMPTY_PAGE_TOKEN.length()))
                  : 0;
          if ((token.isEmpty() || seen > 0) && seen < pages) {
            ObjectNode page = WireJson.MAPPER.createObjectNode();
            page.putArray(SUMMARIES);
            page.put("NextToken", EMPTY_PAGE_TOKEN + (seen + 1));
            return Reply.Json.ok(page);
          }
          return next.answer(
              seen > 0 ? request.with(request.body().deepCopy().without("NextToken")) : request);
        });
  }

  /** Lists leave the job out. */
  public static Fault hidden(String jobName) {
    return altered(
        body -> {
          if (body.get(SUMMARIES) instanceof ArrayNode summaries) {
            ArrayNode shown = body.arrayNode();
            for (JsonNode summary : summaries) {
              if (!summary.path("OptimizationJobName").asText().equals(jobName)) {
                shown.add(summary);
              }
            }
            body.set(SUMMARIES, shown);
          }
          return body;
        });
  }

  private static String denial(ApiRequest request) {
    AccountRegion place = request.place();
    String action = "sagemaker:" + request.operation().wireName();
    String job = request.jobName();
    return ("User: arn:%s:sts::%s:assumed-role/job-reflector/session is not authorized to perform:"
            + " %s on resource: %s because no identity-based policy allows the %s action")
        .formatted(
            place.partition(),
            place.accountId(),
            action,
            place.arn(job == null ? "*" : job),
            action);
  }
}
