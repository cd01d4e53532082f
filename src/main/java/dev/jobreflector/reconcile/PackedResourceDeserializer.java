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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Packs a resource as it is read from JSON. Objects of spec and status are not made: that was the
 * most part of what a list of all resources costs. Thread-safe.
 */
final class PackedResourceDeserializer extends JsonDeserializer<OptimizationJob> {

  private static final int BODY_BYTES = 4096;

  private final Packing packing;
  private final JsonFactory plain = new JsonFactory();

  PackedResourceDeserializer(Packing packing) {
    this.packing = packing;
  }

  @Override
  public OptimizationJob deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    return new Read(json).job();
  }

  @FunctionalInterface
  private interface FieldReader {

    /** The parser is at the field's value, and is left at its end. */
    void read(String field) throws IOException;
  }

  /** One resource, while it is read. */
  private final class Read {

    private final JsonParser json;
    private final String[] kept = new String[PackedResource.METADATA.size()];
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(BODY_BYTES);
    // A bookmark of a watch has neither.
    private @Nullable String namespace;
    private @Nullable String name;
    private @Nullable String account;
    private @Nullable String region;
    private @Nullable String jobStatus;

    Read(JsonParser json) {
      this.json = json;
    }

    PackedJob job() throws IOException {
      try (JsonGenerator copy = plain.createGenerator(body)) {
        copy.writeStartObject();
        eachField(field -> resourceField(field, copy));
        copy.writeEndObject();
      }
      return new PackedJob(
          text(namespace) + PackedJob.SLASH + text(name),
          PackedResource.of(kept, body.toByteArray(), packing),
          new Group(text(account), text(region), text(jobStatus)));
    }

    private void resourceField(String field, JsonGenerator copy) throws IOException {
      switch (field) {
        case "metadata" -> eachField(this::metadataField);
        case "spec" -> copy(field, copy);
        case "status" -> {
          if (json.currentToken() == JsonToken.START_OBJECT) {
            copy.writeObjectFieldStart(field);
            eachField(ofStatus -> statusField(ofStatus, copy));
            copy.writeEndObject();
          }
        }
        default -> json.skipChildren();
      }
    }

    private void metadataField(String field) throws IOException {
      switch (field) {
        case "namespace" -> namespace = json.getValueAsString();
        case "name" -> name = json.getValueAsString();
        case "annotations" -> eachField(this::keep);
        default -> keep(field);
      }
    }

    private void statusField(String field, JsonGenerator copy) throws IOException {
      switch (field) {
        case "accountId" -> account = json.getValueAsString();
        case "region" -> region = json.getValueAsString();
        case "optimizationJobStatus" -> jobStatus = json.getValueAsString();
        default -> {}
      }
      copy(field, copy);
    }

    private void keep(String field) throws IOException {
      int index = PackedResource.METADATA.indexOf(field);
      if (index < 0) {
        json.skipChildren();
      } else {
        kept[index] = json.getValueAsString();
      }
    }

    private void copy(String field, JsonGenerator copy) throws IOException {
      copy.writeFieldName(field);
      copy.copyCurrentStructure(json);
    }

    private void eachField(FieldReader reader) throws IOException {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        return;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        reader.read(field);
      }
    }

    private static String text(@Nullable String text) {
      return Objects.requireNonNullElse(text, "");
    }
  }
}
