package dev.jobreflector.reconcile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.reconcile.PackedResource.Packing;
import dev.jobreflector.reconcile.ResourceCache.Group;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packs a resource as it is read from JSON: no objects are made of its spec and status.
 * Thread-safe.
 */
final class PackedResourceDeserializer extends JsonDeserializer<OptimizationJob> {

  private static final int BODY_BYTES = 4096;

  private final Packing packing;
  private final JsonFactory plain = new JsonFactory();

  PackedResourceDeserializer(Packing packing) {
    this.packing = packing;
  }

  /** Else one is made, and the class looked through for it, for each event of a watch. */
  @Override
  public boolean isCachable() {
    return true;
  }

  @Override
  public OptimizationJob deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(BODY_BYTES);
    Read read;
    try (JsonGenerator copy = plain.createGenerator(body)) {
      read = new Read(json, context, copy);
      read.resource();
    }
    return new PackedJob(
        PackedJob.key(read.metadata),
        PackedResource.of(read.metadata, body.toByteArray(), packing),
        new Group(read.account, read.region, read.jobStatus));
  }

  @FunctionalInterface
  private interface FieldReader {

    /** The parser is at the field's value, and is left at its end. */
    void read(String field) throws IOException;
  }

  /** One resource, while it is read. */
  private static final class Read {

    private final JsonParser json;
    private final DeserializationContext context;
    private final JsonGenerator copy;
    private final ObjectMeta metadata = new ObjectMeta();
    private String account = "";
    private String region = "";
    private String jobStatus = "";

    /**
     * At the resource's beginning.
     *
     * @param copy gets an object with its spec and status
     */
    Read(JsonParser json, DeserializationContext context, JsonGenerator copy) {
      this.json = json;
      this.context = context;
      this.copy = copy;
    }

    void resource() throws IOException {
      copy.writeStartObject();
      eachField(this::resourceField);
      copy.writeEndObject();
    }

    private void resourceField(String field) throws IOException {
      switch (field) {
        case "metadata" -> eachField(this::metadataField);
        case "status" -> {
          if (json.currentToken() == JsonToken.START_OBJECT) {
            copy.writeObjectFieldStart(field);
            eachField(this::statusField);
            copy.writeEndObject();
          } else {
            copy(field);
          }
        }
        case "spec" -> copy(field);
        default -> json.skipChildren();
      }
    }

    private void metadataField(String field) throws IOException {
      switch (field) {
        case "namespace" -> metadata.setNamespace(text());
        case "name" -> metadata.setName(text());
        case "resourceVersion" -> metadata.setResourceVersion(text());
        case "uid" -> metadata.setUid(text());
        case "generation" ->
            metadata.setGeneration(isNull() ? null : Long.valueOf(json.getLongValue()));
        case "creationTimestamp" -> metadata.setCreationTimestamp(text());
        case "deletionTimestamp" -> metadata.setDeletionTimestamp(text());
        case "annotations" -> {
          if (!isNull()) {
            eachField(this::annotation);
          }
        }
        default -> json.skipChildren();
      }
    }

    private void annotation(String name) throws IOException {
      if (name.equals(OptimizationJob.RECONCILE_REQUESTED_AT) && !isNull()) {
        metadata.setAnnotations(Map.of(name, text()));
      } else {
        json.skipChildren();
      }
    }

    private void statusField(String field) throws IOException {
      switch (field) {
        case "accountId" -> account = shared();
        case "region" -> region = shared();
        case "optimizationJobStatus" -> jobStatus = shared();
        default -> {}
      }
      copy(field);
    }

    private void copy(String field) throws IOException {
      copy.writeFieldName(field);
      copy.copyCurrentStructure(json);
    }

    private void eachField(FieldReader reader) throws IOException {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        context.handleUnexpectedToken(OptimizationJob.class, json);
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        reader.read(field);
      }
    }

    // One text for all that are kept.
    private String shared() throws IOException {
      return json.getValueAsString("").intern();
    }

    private boolean isNull() {
      return json.currentToken() == JsonToken.VALUE_NULL;
    }

    private @Nullable String text() throws IOException {
      if (json.currentToken().isStructStart()) {
        context.handleUnexpectedToken(String.class, json);
      }
      return json.getValueAsString();
    }
  }
}
