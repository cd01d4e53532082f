package dev.jobreflector.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How jobs look on the wire: JSON 1.1, times as epoch seconds with three decimals. */
final class WireJson {

  static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** Members of the create request that Describe does not return. */
  private static final List<String> NOT_RETURNED = List.of("OptimizationJobName", "Tags");

  private WireJson() {}

  /** What a test has written as JSON. */
  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not JSON: " + json, e);
    }
  }

  /** The DescribeOptimizationJob response. */
  static ObjectNode description(JobRecord job, AccountRegion place, Instant now) {
    ObjectNode json = head(job, place, now);
    Phase phase = job.at(now);
    ObjectNode request = job.request().deepCopy();
    json.setAll(request.remove(NOT_RETURNED));
    if (phase.failureReason() != null) {
      json.put("FailureReason", phase.failureReason());
    }
    if (phase.recommendedImage() != null) {
      json.putObject("OptimizationOutput")
          .put("RecommendedInferenceImage", phase.recommendedImage());
    }
    return json;
  }

  /** One OptimizationJobSummary of a ListOptimizationJobs response. */
  static ObjectNode summary(JobRecord job, AccountRegion place, Instant now) {
    ObjectNode json = head(job, place, now);
    json.set("DeploymentInstanceType", job.request().path("DeploymentInstanceType"));
    if (job.request().has("MaxInstanceCount")) {
      json.set("MaxInstanceCount", job.request().get("MaxInstanceCount"));
    }
    ArrayNode types = json.putArray("OptimizationTypes");
    optimizationTypes(job.request()).forEach(types::add);
    return json;
  }

  /** The techniques of a job as lists name them: ModelQuantizationConfig → Quantization. */
  static Set<String> optimizationTypes(ObjectNode request) {
    Set<String> types = new TreeSet<>();
    request
        .path("OptimizationConfigs")
        .forEach(
            config ->
                config
                    .fieldNames()
                    .forEachRemaining(name -> types.add(name.replaceAll("^Model|Config$", ""))));
    return types;
  }

  static DecimalNode timestamp(Instant time) {
    return DecimalNode.valueOf(BigDecimal.valueOf(time.toEpochMilli(), 3));
  }

  private static ObjectNode head(JobRecord job, AccountRegion place, Instant now) {
    Phase phase = job.at(now);
    ObjectNode json = MAPPER.createObjectNode();
    json.put("OptimizationJobName", job.name());
    json.put("OptimizationJobArn", place.arn(job.name()));
    json.put("OptimizationJobStatus", phase.status());
    json.set("CreationTime", timestamp(job.creationTime()));
    json.set("LastModifiedTime", timestamp(phase.since()));
    putTime(json, "OptimizationStartTime", job.timeline().startTime(now));
    putTime(json, "OptimizationEndTime", job.timeline().endTime(now));
    return json;
  }

  private static void putTime(ObjectNode json, String member, @Nullable Instant time) {
    if (time != null) {
      json.set(member, timestamp(time));
    }
  }
}
