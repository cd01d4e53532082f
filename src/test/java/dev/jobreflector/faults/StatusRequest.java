package dev.jobreflector.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request that makes the status of a resource another one.
 *
 * @param method of HTTP
 * @param contentType what the body is
 * @param body with the resourceVersion that the status was read at, so that it is known which
 *     versions are whose
 */
record StatusRequest(String method, String contentType, String body) {

  private static final String STATUS = "status";

  /** Replaces the whole status. */
  static StatusRequest update(JsonNode resource, ObjectNode status) {
    return new StatusRequest("PUT", RawApi.JSON, named(resource, status).toString());
  }

  /** Sets what is in the status, takes it over from whoever has it, and leaves the rest. */
  static StatusRequest apply(JsonNode resource, ObjectNode status) {
    return new StatusRequest("PATCH", RawApi.APPLY, named(resource, status).toString());
  }

  /** Sets what is in the status, and removes each member of the stored one that is not. */
  static StatusRequest mergePatch(JsonNode resource, ObjectNode status) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    resource.path(STATUS).fieldNames().forEachRemaining(patch::putNull);
    patch.setAll(status);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("metadata")
        .put("resourceVersion", resource.at("/metadata/resourceVersion").asText());
    body.set(STATUS, patch);
    return new StatusRequest("PATCH", RawApi.MERGE_PATCH, body.toString());
  }

  private static ObjectNode named(JsonNode resource, ObjectNode status) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("apiVersion", resource.path("apiVersion"));
    body.set("kind", resource.path("kind"));
    ObjectNode metadata = body.putObject("metadata");
    for (String member : new String[] {"name", "namespace", "resourceVersion"}) {
      metadata.set(member, resource.path("metadata").path(member));
    }
    body.set(STATUS, status);
    return body;
  }
}
