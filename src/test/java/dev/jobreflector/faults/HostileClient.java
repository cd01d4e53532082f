package dev.jobreflector.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Writes forged statuses, and knows which versions are its own. Not thread-safe. */
final class HostileClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Forgery> FORGERIES = List.of(Forgery.values());
  private static final int WAYS = 3;
  private static final int MERGE_PATCH = 0;
  private static final int APPLY = 1;
  private static final int UPDATE = 2;

  /** The operator may write the same resource meanwhile. */
  private static final int MOST_TRIES = 20;

  private final RawApi api;
  private final Random random;
  private final Set<String> versions = new HashSet<>();
  private final Map<String, List<ObjectNode>> earlier = new HashMap<>();
  private final Map<Forgery, Integer> written = new EnumMap<>(Forgery.class);
  private final List<String> refused = new ArrayList<>();
  private int onFinished;

  HostileClient(RawApi api, Random random) {
    this.api = api;
    this.random = random;
  }

  /** Forges the status of a resource in a random way. */
  void forge(String resource) {
    Forgery forgery = HostileValues.pick(FORGERIES, random);
    int way = random.nextInt(WAYS);
    String manager = "hostile-" + random.nextInt(WAYS);
    for (int i = 0; i < MOST_TRIES; i++) {
      JsonNode stored = read(api.get(resource));
      ObjectNode status = stored.withObject("/status");
      List<ObjectNode> before = earlier.computeIfAbsent(resource, any -> new ArrayList<>());
      StatusRequest request = request(way, stored, forgery, forgery.of(status, before, random));
      String version = version(stored);
      if (!versions.contains(version) && !before.contains(status)) {
        before.add(status);
      }
      RawApi.Answer answer =
          api.writeStatus(
              request.method(), resource, request.contentType(), request.body(), manager);
      if (answer.isWritten()) {
        String now = version(read(answer.body()));
        // The same version: what was to be written stood there already.
        if (!now.equals(version)) {
          versions.add(now);
          written.merge(forgery, 1, Integer::sum);
          onFinished += isFinished(status) ? 1 : 0;
        }
        return;
      }
      if (way == APPLY && answer.isInvalid()) {
        // An apply removes what its manager applied before, which may be half of a condition.
        way = UPDATE;
      } else if (!answer.isConflict()) {
        refused.add("%s of %s: %s".formatted(forgery, resource, answer.body()));
        return;
      }
    }
    refused.add("%s of %s: conflicts without end".formatted(forgery, resource));
  }

  /** The resourceVersions of what it wrote. */
  Set<String> versions() {
    return Set.copyOf(versions);
  }

  /** How many statuses of each kind it wrote. */
  Map<Forgery, Integer> written() {
    return Map.copyOf(written);
  }

  /** How many of them it wrote over one that showed the job's end. */
  int onFinished() {
    return onFinished;
  }

  /** What the API server did not take. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  private static StatusRequest request(
      int way, JsonNode stored, Forgery forgery, ObjectNode forged) {
    return switch (way) {
      case MERGE_PATCH -> StatusRequest.mergePatch(stored, forged);
      case APPLY ->
          forgery.sets()
              ? StatusRequest.apply(stored, forged)
              : StatusRequest.mergePatch(stored, forged);
      default -> StatusRequest.update(stored, forged);
    };
  }

  private static boolean isFinished(JsonNode status) {
    return List.of("COMPLETED", "FAILED", "STOPPED")
        .contains(status.path(Forgery.JOB_STATUS).asText());
  }

  private static String version(JsonNode resource) {
    return resource.at("/metadata/resourceVersion").asText();
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
