package dev.jobreflector.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserSequence;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.io.IOException;

/**
 * Reads the resource of a watch event directly if it begins with apiVersion and kind of {@link
 * OptimizationJob}. For other resources it uses the client's own deserializer, which builds a tree
 * to find the kind. Thread-safe.
 */
final class WatchedResourceDeserializer extends JsonDeserializer<KubernetesResource> {

  private static final String API_VERSION = OptimizationJob.GROUP + "/" + OptimizationJob.VERSION;

  @Override
  public KubernetesResource deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return context.readValue(json, KubernetesResource.class);
    }
    TokenBuffer begin = context.bufferForInputBuffering(json);
    begin.writeStartObject();
    boolean ours =
        copies(begin, json, "apiVersion", API_VERSION)
            && copies(begin, json, "kind", OptimizationJob.KIND);
    JsonParser whole = JsonParserSequence.createFlattened(true, begin.asParser(json), json);
    whole.nextToken();
    if (!ours) {
      return context.readValue(whole, KubernetesResource.class);
    }
    // Reading by class would make Jackson inspect the class for types at each event.
    return (OptimizationJob)
        context
            .findContextualValueDeserializer(context.constructType(OptimizationJob.class), null)
            .deserialize(whole, context);
  }

  /**
   * True if the next field has this name and value. Otherwise the parser is at the value of that
   * field, or at the object's end.
   */
  private static boolean copies(TokenBuffer begin, JsonParser json, String field, String value)
      throws IOException {
    if (json.nextToken() != JsonToken.FIELD_NAME) {
      return false;
    }
    begin.writeFieldName(json.currentName());
    boolean named = json.currentName().equals(field);
    json.nextToken();
    if (!named || !json.getValueAsString("").equals(value)) {
      return false;
    }
    begin.copyCurrentEvent(json);
    json.clearCurrentToken();
    return true;
  }
}
