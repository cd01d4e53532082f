package dev.jobreflector.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The paths in one resource of a custom-resource-state configuration of kube-state-metrics, all
 * from the root of the custom resource. A path goes on in each item of a list.
 */
final class CustomResourceStatePaths {

  /** What every object has in its metadata, of what metrics may name. */
  private static final Set<String> METADATA = Set.of("name", "namespace", "creationTimestamp");

  private CustomResourceStatePaths() {}

  /** All paths, with those of labels and values. */
  static List<List<String>> of(JsonNode resource) {
    List<List<String>> paths = new ArrayList<>(labels(resource, List.of()));
    for (JsonNode metric : resource.get("metrics")) {
      paths.addAll(labels(metric, List.of()));
      String type = metric.get("each").get("type").asText();
      JsonNode each =
          metric.get("each").get(type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1));
      List<String> path = segments(List.of(), each.get("path"));
      paths.add(path);
      paths.addAll(labels(each, path));
      if (each.has("valueFrom")) {
        paths.add(segments(path, each.get("valueFrom")));
      }
    }
    return paths;
  }

  /** Whether a resource of this schema can have the path. */
  static boolean isIn(JSONSchemaProps schema, List<String> path) {
    if (path.size() == 2 && path.get(0).equals("metadata")) {
      return METADATA.contains(path.get(1));
    }
    JSONSchemaProps at = schema;
    for (String segment : path) {
      JSONSchemaProps object = at.getItems() == null ? at : at.getItems().getSchema();
      at = object.getProperties() == null ? null : object.getProperties().get(segment);
      if (at == null) {
        return false;
      }
    }
    return true;
  }

  /** What the resource has at the path, in the first item of a list; null where nothing. */
  static @Nullable JsonNode valueIn(JsonNode resource, List<String> path) {
    JsonNode at = resource;
    for (String segment : path) {
      JsonNode object = at.isArray() ? at.get(0) : at;
      at = object == null ? null : object.get(segment);
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  private static List<List<String>> labels(JsonNode node, List<String> from) {
    return node.path("labelsFromPath").valueStream().map(path -> segments(from, path)).toList();
  }

  private static List<String> segments(List<String> from, JsonNode path) {
    List<String> segments = new ArrayList<>(from);
    path.forEach(segment -> segments.add(segment.asText()));
    return segments;
  }
}
