package dev.jobreflector.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.reconcile.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Resources with a status, in etcd as the API server would have stored them. The API server itself
 * makes the first of those whose status has the same fields; the others are copies of what it
 * stored, each with its own status. Two writes for each through the API server take longer.
 */
final class StoredResources {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEYS = "/registry/sagemaker.jobreflector.dev/optimizationjobs/%s/%s";

  /**
   * What the API server stored.
   *
   * @param name of the resource that it made itself
   */
  private record Stored(String name, JsonNode resource) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Set<String>, Stored> storedOfFields = new ConcurrentHashMap<>();
  private final KubernetesClient client;
  private final URI etcd;

  /**
   * Nothing is stored yet.
   *
   * @param etcd where etcd answers without TLS
   */
  StoredResources(KubernetesClient client, URI etcd) {
    this.client = client;
    this.etcd = etcd;
  }

  /**
   * Stores a resource that is not there yet, with its status.
   *
   * @throws IllegalStateException where etcd refuses
   */
  void store(OptimizationJob resource, OptimizationJobStatus status) {
    JsonNode statusTree = tree(client.getKubernetesSerialization().asJson(status));
    String name = resource.getMetadata().getName();
    Stored stored =
        storedOfFields.computeIfAbsent(
            fields(statusTree), fields -> storedByApiServer(resource, status));
    if (stored.name().equals(name)) {
      return;
    }
    ObjectNode copy = stored.resource().deepCopy();
    ObjectNode metadata = (ObjectNode) copy.get("metadata");
    metadata.put("name", name).put("uid", UUID.randomUUID().toString());
    copy.set("status", statusTree);
    call(
        "put",
        JSON.createObjectNode()
            .put("key", base64(key(resource)))
            .put("value", base64(copy.toString())));
  }

  private Stored storedByApiServer(OptimizationJob resource, OptimizationJobStatus status) {
    StatusWriter.replace(client, client.resource(resource).create(), status);
    JsonNode range =
        call("range", JSON.createObjectNode().put("key", base64(key(resource)))).at("/kvs/0/value");
    byte[] value = Base64.getDecoder().decode(range.textValue());
    return new Stored(
        resource.getMetadata().getName(), tree(new String(value, StandardCharsets.UTF_8)));
  }

  // The API server keeps which fields a writer owns: the names, and the types of the conditions.
  private static Set<String> fields(JsonNode status) {
    Set<String> fields = new TreeSet<>();
    addFields(status, "", fields);
    status.path("conditions").forEach(condition -> fields.add(condition.path("type").asText()));
    return fields;
  }

  private static void addFields(JsonNode node, String path, Set<String> fields) {
    node.properties()
        .forEach(
            field -> {
              String fieldPath = path + "." + field.getKey();
              fields.add(fieldPath);
              addFields(field.getValue(), fieldPath, fields);
            });
  }

  private JsonNode call(String operation, ObjectNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(etcd.resolve("/v3/kv/" + operation))
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("etcd refused to %s: %s".formatted(operation, response));
      }
      return tree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String key(OptimizationJob resource) {
    return KEYS.formatted(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
