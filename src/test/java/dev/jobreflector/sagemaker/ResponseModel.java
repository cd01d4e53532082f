package dev.jobreflector.sagemaker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.sagemaker.model.DescribeOptimizationJobResponse;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** The SDK's own model of the DescribeOptimizationJob response, read by reflection. */
final class ResponseModel {
  private int filled;

  private ResponseModel() {}

  /** One member that holds no other: its path on the wire, lists as {@code []}, and its type. */
  record Leaf(String path, String type) {

    /** Where the status shows it: the same nesting, each name in lower camel case. */
    String statusPath() {
      StringBuilder statusPath = new StringBuilder();
      for (String name : path.split("\\.", -1)) {
        statusPath.append('.').append(lowerFirst(name));
      }
      return statusPath.substring(1);
    }
  }

  static String lowerFirst(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** Every member of the response that holds no other, in the model's order. */
  static List<Leaf> leaves() {
    List<Leaf> leaves = new ArrayList<>();
    addLeaves("", DescribeOptimizationJobResponse.builder().build(), leaves);
    return leaves;
  }

  /** A response in which each member is set, each leaf to another value, each list to two. */
  static DescribeOptimizationJobResponse everything() {
    DescribeOptimizationJobResponse.Builder builder = DescribeOptimizationJobResponse.builder();
    new ResponseModel().fill((SdkPojo) builder);
    return builder.build();
  }

  /** Each leaf's text by its path in the status, lists and maps with their index or key. */
  static Map<String, String> values(SdkPojo response) {
    Map<String, String> values = new LinkedHashMap<>();
    addValue("", response, values);
    return values;
  }

  private static void addLeaves(String path, SdkPojo structure, List<Leaf> leaves) {
    for (SdkField<?> field : structure.sdkFields()) {
      addLeaf(
          path.isEmpty() ? field.locationName() : path + "." + field.locationName(), field, leaves);
    }
  }

  private static void addLeaf(String path, SdkField<?> field, List<Leaf> leaves) {
    if (field.marshallingType() == MarshallingType.SDK_POJO) {
      addLeaves(path, field.constructor().get(), leaves);
    } else if (field.marshallingType() == MarshallingType.LIST
        && element(field).marshallingType() == MarshallingType.SDK_POJO) {
      addLeaf(path + "[]", element(field), leaves);
    } else {
      leaves.add(new Leaf(path, type(field)));
    }
  }

  private static String type(SdkField<?> field) {
    if (field.marshallingType() == MarshallingType.LIST) {
      return "list of " + type(element(field));
    } else if (field.marshallingType() == MarshallingType.MAP) {
      return "map of " + type(field.getRequiredTrait(MapTrait.class).valueFieldInfo());
    } else if (field.marshallingType() == MarshallingType.INSTANT) {
      return "date-time";
    }
    return field.marshallingType().getTargetClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static SdkField<?> element(SdkField<?> list) {
    return list.getRequiredTrait(ListTrait.class).memberFieldInfo();
  }

  private void fill(SdkPojo builder) {
    builder.sdkFields().forEach(field -> field.set(builder, value(field)));
  }

  private Object value(SdkField<?> field) {
    filled++;
    if (field.marshallingType() == MarshallingType.SDK_POJO) {
      SdkPojo builder = field.constructor().get();
      fill(builder);
      return ((SdkBuilder<?, ?>) builder).build();
    } else if (field.marshallingType() == MarshallingType.LIST) {
      return List.of(value(element(field)), value(element(field)));
    } else if (field.marshallingType() == MarshallingType.MAP) {
      SdkField<?> element = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
      return Map.of("first", value(element), "second", value(element));
    } else if (field.marshallingType() == MarshallingType.STRING) {
      return "value-" + filled;
    } else if (field.marshallingType() == MarshallingType.INTEGER) {
      return filled;
    } else if (field.marshallingType() == MarshallingType.INSTANT) {
      return Instant.ofEpochSecond(filled, 123_000_000);
    } else if (field.marshallingType() == MarshallingType.BOOLEAN) {
      return true;
    }
    throw new AssertionError("No value for " + field.memberName() + ": extend this test");
  }

  private static void addValue(String path, Object value, Map<String, String> values) {
    if (value instanceof SdkPojo structure) {
      for (SdkField<?> field : structure.sdkFields()) {
        String name = lowerFirst(field.locationName());
        addValue(
            path.isEmpty() ? name : path + "." + name, field.getValueOrDefault(structure), values);
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        addValue(path + "[" + i + "]", list.get(i), values);
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, element) -> addValue(path + "." + key, element, values));
    } else {
      values.put(path, String.valueOf(value));
    }
  }
}
