package dev.jobreflector.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies of a resource, put into etcd as the API server stored the first: it takes half a second of
 * its own for each megabyte. Nothing reads what a resource holds.
 */
final class StoredCopies {

  private static final String KEYS = "/registry/sagemaker.jobreflector.dev/optimizationjobs/%s/%s";
  private static final Pattern UID = Pattern.compile("\"uid\":\"[0-9a-f-]{36}\"");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI etcd;
  private final String namespace;
  private final String first;
  private final String stored;

  /**
   * Copies of this resource.
   *
   * @param etcd where etcd answers without TLS
   */
  StoredCopies(URI etcd, String namespace, String first) {
    this.etcd = etcd;
    this.namespace = namespace;
    this.first = first;
    JsonNode value =
        call("range", JSON.createObjectNode().put("key", key(first))).at("/kvs/0/value");
    this.stored = new String(Base64.getDecoder().decode(value.textValue()), StandardCharsets.UTF_8);
  }

  /** Stores another: its name, and each place where the first one's name is, are of this name. */
  void store(String name) {
    Matcher uid = UID.matcher(stored);
    String copy = uid.replaceFirst("\"uid\":\"" + UUID.randomUUID() + "\"").replace(first, name);
    call("put", JSON.createObjectNode().put("key", key(name)).put("value", base64(copy)));
  }

  private String key(String name) {
    return base64(KEYS.formatted(namespace, name));
  }

  private JsonNode call(String operation, JsonNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(etcd.resolve("/v3/kv/" + operation))
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    try {
      return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
