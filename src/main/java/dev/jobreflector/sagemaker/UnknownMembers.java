package dev.jobreflector.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** Finds what a response holds beyond the SDK's model of it, which the SDK drops in silence. */
final class UnknownMembers {
  private static final int MAX_MEMBERS = 50;
  private static final int MAX_PATH_LENGTH = 200;

  private final SortedSet<String> paths = new TreeSet<>();

  private UnknownMembers() {}

  /**
   * Paths of unknown members in wire names, list elements as {@code []}, map values as {@code {}};
   * at most {@value #MAX_MEMBERS}.
   */
  static SortedSet<String> of(JsonNode response, SdkPojo model) {
    UnknownMembers unknown = new UnknownMembers();
    unknown.compareStructure("", response, model.sdkFieldNameToField());
    return unknown.paths;
  }

  /** The name of the first member of a union that the model does not know; null: there is none. */
  static @Nullable String firstOf(JsonNode union, SdkPojo model) {
    Map<String, SdkField<?>> known = model.sdkFieldNameToField();
    for (Map.Entry<String, JsonNode> member : union.properties()) {
      if (!known.containsKey(member.getKey()) && !member.getValue().isNull()) {
        return printable(member.getKey());
      }
    }
    return null;
  }

  private void compareStructure(String path, JsonNode json, Map<String, SdkField<?>> known) {
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      String memberPath = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
      SdkField<?> field = known.get(member.getKey());
      if (field != null) {
        compareValue(memberPath, member.getValue(), field);
      } else if (paths.size() < MAX_MEMBERS) {
        paths.add(printable(memberPath));
      }
    }
  }

  private void compareValue(String path, JsonNode json, SdkField<?> field) {
    if (field.marshallingType() == MarshallingType.SDK_POJO) {
      compareStructure(path, json, field.constructor().get().sdkFieldNameToField());
    } else if (field.marshallingType() == MarshallingType.LIST) {
      SdkField<?> element = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
      json.forEach(value -> compareValue(path + "[]", value, element));
    } else if (field.marshallingType() == MarshallingType.MAP) {
      SdkField<?> element = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
      json.forEach(value -> compareValue(path + "{}", value, element));
    }
  }

  private static String printable(String path) {
    String printable = path.replaceAll("[^\\x21-\\x7e]", "?");
    return printable.substring(0, Math.min(printable.length(), MAX_PATH_LENGTH));
  }
}
