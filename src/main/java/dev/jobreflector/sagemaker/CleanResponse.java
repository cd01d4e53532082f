package dev.jobreflector.sagemaker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.sagemaker.model.OptimizationConfig;

/**
 * The body of a response, reduced to what a resource can store. {@link CleanText} cleans each text.
 * Times that RFC 3339 cannot express are removed.
 */
final class CleanResponse {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          // A double would change 1e400, and the SDK accepts a number of any size as a time.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final BigDecimal FIRST_SECOND =
      BigDecimal.valueOf(Instant.parse("0001-01-01T00:00:00Z").getEpochSecond());
  private static final BigDecimal SECOND_AFTER_LAST =
      BigDecimal.valueOf(Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() + 1);

  /** The longest number, in characters, that the SDK accepts as a time. */
  private static final int LONGEST_TIME = 20;

  /** The last second has twelve digits, and milliseconds add three. */
  private static final MathContext TO_MILLIS = new MathContext(15, RoundingMode.DOWN);

  /** Deeper parts are dropped. Status is cut at 10 levels anyway. */
  private static final int DEEPEST = 20;

  private final List<LeftOut> leftOut = new ArrayList<>();
  private final JsonNode json;
  private final byte[] bytes;
  private boolean changed;

  /**
   * A part of a response that status does not show.
   *
   * @param member the path in the names of the API, list elements as {@code []}
   * @param why the reason
   */
  record LeftOut(String member, Why why) {}

  /** Why status does not show a part of a response. */
  enum Why {
    EMPTY("it has no members"),
    IMPOSSIBLE_TIME("its time is not between the years 1 and 9999"),
    UNREADABLE("it has no name, status or creation time");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private CleanResponse(byte[] body, SdkPojo model) {
    JsonNode raw = parse(body);
    this.json = raw.isObject() ? structure("", raw, model) : raw;
    this.bytes = changed ? write(json) : body;
  }

  /**
   * Cleans a body.
   *
   * @param model the SDK's model of the response
   */
  static CleanResponse of(byte[] body, SdkPojo model) {
    return new CleanResponse(body, model);
  }

  /** The clean response as JSON; a missing node if the body is not JSON. */
  JsonNode json() {
    return json;
  }

  /** The clean response as bytes for the SDK; the original body if nothing had to change. */
  byte[] bytes() {
    return bytes;
  }

  /** The parts of the response that status does not show. */
  List<LeftOut> leftOut() {
    return leftOut;
  }

  /** True if the response had this time, but with an impossible value. */
  boolean hasLeftOut(String time) {
    return leftOut.contains(new LeftOut(time, Why.IMPOSSIBLE_TIME));
  }

  private ObjectNode structure(String path, JsonNode json, SdkPojo model) {
    Map<String, SdkField<?>> fields = model.sdkFieldNameToField();
    ObjectNode clean = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      SdkField<?> field = fields.get(member.getKey());
      String memberPath = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
      if (field == null) {
        clean.set(text(member.getKey()), anything(member.getValue(), 0));
      } else if (isTime(member.getValue(), field)
          && isImpossible(member.getValue().decimalValue())) {
        leftOut.add(new LeftOut(memberPath, Why.IMPOSSIBLE_TIME));
        changed = true;
      } else {
        JsonNode value = value(memberPath, member.getValue(), field);
        clean.set(member.getKey(), value);
        noteIfEmpty(memberPath, value, field, model);
      }
    }
    return clean;
  }

  /** Resources have no empty structures, so the log reports an empty structure in a response. */
  private void noteIfEmpty(String path, JsonNode value, SdkField<?> field, SdkPojo parent) {
    boolean structure = field.marshallingType() == MarshallingType.SDK_POJO && value.isObject();
    // An optimization technique without settings is still shown.
    if (structure && !(parent instanceof OptimizationConfig.Builder) && holdsNothing(value)) {
      leftOut.removeIf(inside -> inside.member().startsWith(path + "."));
      leftOut.add(new LeftOut(path, Why.EMPTY));
    }
  }

  private static boolean holdsNothing(JsonNode json) {
    return json.isNull()
        || (json.isContainerNode() && json.valueStream().allMatch(CleanResponse::holdsNothing));
  }

  private JsonNode value(String path, JsonNode json, SdkField<?> field) {
    if (field.marshallingType() == MarshallingType.SDK_POJO && json.isObject()) {
      return structure(path, json, field.constructor().get());
    } else if (field.marshallingType() == MarshallingType.LIST && json.isArray()) {
      SdkField<?> element = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
      ArrayNode clean = JSON.createArrayNode();
      json.forEach(value -> clean.add(value(path + "[]", value, element)));
      return clean;
    }
    return isTime(json, field) ? time(json) : anything(json, 0);
  }

  // The SDK refuses a response that contains a longer number as a time.
  private JsonNode time(JsonNode json) {
    BigDecimal seconds = json.decimalValue();
    if (seconds.toString().length() <= LONGEST_TIME) {
      return json;
    }
    changed = true;
    boolean belowMillis = seconds.precision() - seconds.scale() < -2;
    return DecimalNode.valueOf(belowMillis ? BigDecimal.ZERO : seconds.round(TO_MILLIS));
  }

  private JsonNode anything(JsonNode json, int depth) {
    if (json.isTextual()) {
      return TextNode.valueOf(text(json.textValue()));
    } else if (json.isContainerNode() && depth >= DEEPEST) {
      changed = true;
      return JSON.createObjectNode();
    } else if (json.isArray()) {
      ArrayNode clean = JSON.createArrayNode();
      json.forEach(value -> clean.add(anything(value, depth + 1)));
      return clean;
    } else if (json.isObject()) {
      return object(json, depth);
    }
    return json;
  }

  // If cleaning makes names equal, the first by sort order counts, so the result does not vary.
  private ObjectNode object(JsonNode json, int depth) {
    ObjectNode clean = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> member : sorted(json).entrySet()) {
      JsonNode value = anything(member.getValue(), depth + 1);
      clean.putIfAbsent(text(member.getKey()), value);
    }
    return clean;
  }

  private static SortedMap<String, JsonNode> sorted(JsonNode json) {
    SortedMap<String, JsonNode> members = new TreeMap<>();
    json.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    return members;
  }

  private String text(String text) {
    String clean = CleanText.of(text);
    changed |= !clean.equals(text);
    return clean;
  }

  private static boolean isTime(JsonNode json, SdkField<?> field) {
    return field.marshallingType() == MarshallingType.INSTANT && json.isNumber();
  }

  /** True for epoch seconds outside the years 1 to 9999, which RFC 3339 can express. */
  static boolean isImpossible(BigDecimal epochSeconds) {
    return epochSeconds.compareTo(FIRST_SECOND) < 0
        || epochSeconds.compareTo(SECOND_AFTER_LAST) >= 0;
  }

  private static JsonNode parse(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null ? MissingNode.getInstance() : json;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static byte[] write(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree that was read can be written", e);
    }
  }
}
