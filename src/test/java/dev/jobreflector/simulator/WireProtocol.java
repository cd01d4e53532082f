package dev.jobreflector.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** AWS JSON 1.1 over HTTP: who asks for what, and the answer as bytes. */
final class WireProtocol implements HttpHandler {

  private static final String JSON = "application/x-amz-json-1.1";
  private static final Pattern CREDENTIAL =
      Pattern.compile("Credential=([^/,\\s]+)/[0-9]{8}/([^/,\\s]+)/sagemaker/aws4_request");

  private final Service api;
  private final Faults faults;
  private final AccessKeys accessKeys;
  private final CallLog calls;

  WireProtocol(Service api, Faults faults, AccessKeys accessKeys, CallLog calls) {
    this.api = api;
    this.faults = faults;
    this.accessKeys = accessKeys;
    this.calls = calls;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Operation operation = Operation.ofTarget(header(exchange, "X-Amz-Target"));
    CallLog.Entry entry = calls.arrived(operation);
    try (exchange) {
      Reply reply = reply(exchange, operation, entry);
      // Before the answer: whoever has it finds the call in the log.
      entry.ended(reply.outcome());
      write(exchange, reply);
    }
  }

  private Reply reply(HttpExchange exchange, Operation operation, CallLog.Entry entry)
      throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    try {
      AccountRegion place = caller(header(exchange, "Authorization"));
      ApiRequest request = new ApiRequest(operation, place, body(bytes));
      entry.identified(request);
      return faults.answer(request, api);
    } catch (ApiError e) {
      return e.reply();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Dropped();
    } catch (RuntimeException e) {
      // A mistake in here must not look like one of AWS's failures.
      return ApiError.of(500, "SimulatorBug", e.toString()).reply();
    }
  }

  private AccountRegion caller(String authorization) {
    if (authorization.isEmpty()) {
      throw ApiError.of(400, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    Matcher credential = CREDENTIAL.matcher(authorization);
    if (!credential.find()) {
      throw ApiError.of(
          400, "IncompleteSignatureException", "Credential should be scoped to sagemaker");
    }
    return accessKeys
        .accountId(credential.group(1))
        .map(accountId -> new AccountRegion(accountId, credential.group(2)))
        .orElseThrow(
            () ->
                ApiError.of(
                    400,
                    "UnrecognizedClientException",
                    "The security token included in the request is invalid."));
  }

  private static ObjectNode body(byte[] bytes) {
    @Nullable JsonNode json = null;
    try {
      json = WireJson.MAPPER.readTree(bytes);
    } catch (IOException e) {
      // Answered below, as JSON that is not an object is.
    }
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw ApiError.of(400, "SerializationException", "The request body is not a JSON object");
  }

  private static void write(HttpExchange exchange, Reply reply) throws IOException {
    exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
    if (reply instanceof Reply.Json json) {
      byte[] bytes = WireJson.MAPPER.writeValueAsBytes(json.body());
      send(exchange, json.status(), JSON, bytes, bytes.length);
    } else if (reply instanceof Reply.Text text) {
      byte[] bytes = text.body().getBytes(StandardCharsets.UTF_8);
      send(exchange, text.status(), text.contentType(), bytes, bytes.length);
    } else if (reply instanceof Reply.Raw raw) {
      send(exchange, raw.status(), JSON, raw.body().array(), raw.body().remaining());
    } else if (reply instanceof Reply.Truncated truncated) {
      byte[] bytes = WireJson.MAPPER.writeValueAsBytes(truncated.body());
      send(exchange, 200, JSON, bytes, bytes.length / 2);
    }
  }

  private static void send(
      HttpExchange exchange, int status, String contentType, byte[] body, int sent)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", contentType);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (sent > 0) {
      OutputStream out = exchange.getResponseBody();
      out.write(body, 0, sent);
      out.flush();
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}
