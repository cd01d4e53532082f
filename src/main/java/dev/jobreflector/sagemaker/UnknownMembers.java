package dev.jobreflector.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** The members of a response that the SDK drops silently, since its model lacks them. */
final class UnknownMembers {
  private static final int MAX_MEMBERS = 50;
  private static final int MAX_PATH_LENGTH = 200;

  private final SortedSet<String> paths = new TreeSet<>();
  private final Map<String, Object> values = new TreeMap<>();

  private UnknownMembers() {}

  /** Finds the members that neither the SDK's model nor {@link DescriptionMapper} knows. */
  static UnknownMembers of(JsonNode response, SdkPojo model) {
    UnknownMembers unknown = new UnknownMembers();
    unknown.compareStructure("", "", response, model.sdkFieldNameToField());
    if (DescriptionMapper.trainingPlanArns(response) != null
        || response.path(DescriptionMapper.TRAINING_PLAN_ARNS).isNull()) {
      unknown.paths.remove(DescriptionMapper.TRAINING_PLAN_ARNS);
      unknown.values.remove(DescriptionMapper.TRAINING_PLAN_ARNS);
    }
    return unknown;
  }

  /**
   * The paths in the names of the API, list elements as {@code []}, map values as {@code {}}. At
   * most {@value #MAX_MEMBERS} paths, each of printable ASCII characters.
   */
  SortedSet<String> paths() {
    return paths;
  }

  /** The values by path, list elements as {@code [0]}: maps, lists, texts, numbers, booleans. */
  Map<String, Object> values() {
    return values;
  }

  /**
   * The name of the first member of a union that the model does not know; null if there is none.
   */
  static @Nullable String firstOf(JsonNode union, SdkPojo model) {
    Map<String, SdkField<?>> known = model.sdkFieldNameToField();
    for (Map.Entry<String, JsonNode> member : union.properties()) {
      if (!known.containsKey(member.getKey()) && !member.getValue().isNull()) {
        return printable(member.getKey());
      }
    }
    return null;
  }

  private void compareStructure(
      String path, String place, JsonNode json, Map<String, SdkField<?>> known) {
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      String dot = path.isEmpty() ? "" : ".";
      String memberPath = path + dot + member.getKey();
      String memberPlace = place + dot + member.getKey();
      SdkField<?> field = known.get(member.getKey());
      if (field != null) {
        compareValue(memberPath, memberPlace, member.getValue(), field);
        continue;
      }
      if (paths.size() < MAX_MEMBERS) {
        paths.add(printable(memberPath));
      }
      Object value = plain(member.getValue());
      if (value != null) {
        values.put(memberPlace, value);
      }
    }
  }

  private void compareValue(String path, String place, JsonNode json, SdkField<?> field) {
    if (field.marshallingType() == MarshallingType.SDK_POJO) {
      compareStructure(path, place, json, field.constructor().get().sdkFieldNameToField());
    } else if (field.marshallingType() == MarshallingType.LIST) {
      SdkField<?> element = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
      for (int i = 0; i < json.size(); i++) {
        compareValue(path + "[]", place + "[" + i + "]", json.path(i), element);
      }
    } else if (field.marshallingType() == MarshallingType.MAP) {
      SdkField<?> element = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
      for (Map.Entry<String, JsonNode> entry : json.properties()) {
        compareValue(path + "{}", place + "." + entry.getKey(), entry.getValue(), element);
      }
    }
  }

  private static @Nullable Object plain(JsonNode json) {
    if (json.isObject()) {
      Map<String, Object> members = new TreeMap<>();
      json.properties().forEach(member -> put(members, member.getKey(), plain(member.getValue())));
      return members;
    } else if (json.isArray()) {
      return json.valueStream().map(UnknownMembers::plain).filter(Objects::nonNull).toList();
    } else if (json.isNumber()) {
      return json.numberValue();
    } else if (json.isBoolean()) {
      return json.booleanValue();
    }
    return json.textValue();
  }

  private static void put(Map<String, Object> members, String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value);
    }
  }

  private static String printable(String path) {
    String printable = path.replaceAll("[^\\x21-\\x7e]", "?");
    return printable.substring(0, Math.min(printable.length(), MAX_PATH_LENGTH));
  }
}
