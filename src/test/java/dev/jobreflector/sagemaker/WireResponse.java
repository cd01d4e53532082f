package dev.jobreflector.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.sagemaker.model.DescribeOptimizationJobResponse;

/**
 * A DescribeOptimizationJob response on the wire in which every member of the SDK's model is set.
 */
final class WireResponse {
  private final UnaryOperator<String> spoiled;
  private int texts;

  private WireResponse(UnaryOperator<String> spoiled) {
    this.spoiled = spoiled;
  }

  /** Every text in it, and every key of its maps, is another; each is spoiled. */
  static ObjectNode withTexts(UnaryOperator<String> spoiled) {
    return new WireResponse(spoiled).structure(DescribeOptimizationJobResponse.builder());
  }

  private ObjectNode structure(SdkPojo model) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    model.sdkFields().forEach(field -> json.set(field.locationName(), value(field)));
    return json;
  }

  private JsonNode value(SdkField<?> field) {
    if (field.marshallingType() == MarshallingType.SDK_POJO) {
      return structure(field.constructor().get());
    } else if (field.marshallingType() == MarshallingType.LIST) {
      SdkField<?> element = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      return list.add(value(element)).add(value(element));
    } else if (field.marshallingType() == MarshallingType.MAP) {
      SdkField<?> element = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
      ObjectNode map = JsonNodeFactory.instance.objectNode();
      map.set(text(), value(element));
      map.set(text(), value(element));
      return map;
    } else if (field.marshallingType() == MarshallingType.STRING) {
      return TextNode.valueOf(text());
    } else if (field.marshallingType() == MarshallingType.BOOLEAN) {
      return BooleanNode.TRUE;
    }
    return IntNode.valueOf(1_700_000_000);
  }

  private String text() {
    texts++;
    return spoiled.apply("text-" + texts);
  }
}
