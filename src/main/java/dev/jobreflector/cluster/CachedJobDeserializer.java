package dev.jobreflector.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.cluster.PackedBody.Packing;
import dev.jobreflector.cluster.ResourceCache.Group;
import dev.jobreflector.decision.ReconcileRequest;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the cache keeps of a resource: the metadata that is used, and spec and status as JSON.
 * A resource of any content takes little memory and does not fail the others of its list. The
 * deletion timestamp is left out: with it, JOSDK would stop reconciling the resource. The operator
 * has no finalizer and reflects a resource until it is gone. Thread-safe.
 */
final class CachedJobDeserializer extends JsonDeserializer<OptimizationJob> {

  /** No version of the operator writes a larger or deeper status. */
  static final int MOST_BYTES = 256 * 1024;

  private static final int MOST_LEVELS = 100;

  /**
   * Replaces a spec or status that is too large. Parsing it fails, with this text in the message.
   */
  private static final byte[] TOO_LARGE =
      ("\"more than " + MOST_BYTES + " bytes or " + MOST_LEVELS + " levels\"")
          .getBytes(StandardCharsets.UTF_8);

  private static final int USUAL_BYTES = 4096;
  private static final int LABEL_MAX_LENGTH = 64;

  private final Packing packing;
  private final JsonFactory plain = new JsonFactory();

  CachedJobDeserializer(Packing packing) {
    this.packing = packing;
  }

  /** True, so that Jackson does not create a deserializer for each watch event. */
  @Override
  public boolean isCachable() {
    return true;
  }

  @Override
  public OptimizationJob deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    Read read = new Read(json, context, plain);
    read.resource();
    return new CachedJob(
        new CachedResource(
            CachedJob.key(read.metadata),
            read.metadata,
            PackedBody.of(read.spec, read.status, packing),
            new Group(read.account, read.region, read.jobStatus),
            read.managers.operatorTime(),
            read.managers.isStatusForeign(),
            null));
  }

  @FunctionalInterface
  private interface FieldReader {

    /** Reads a field. The parser is at the begin of the value, and then at its end. */
    void read(String field) throws IOException;
  }

  /** Reads one resource. */
  private static final class Read {

    private final JsonParser json;
    private final DeserializationContext context;
    private final JsonFactory plain;
    private final ObjectMeta metadata = withoutCollections();
    private final StatusManagers managers = new StatusManagers();
    private byte[] spec = {};
    private byte[] status = {};
    private String account = "";
    private String region = "";
    private String jobStatus = "";

    /** Creates a reader. The parser is at the begin of the resource. */
    Read(JsonParser json, DeserializationContext context, JsonFactory plain) {
      this.json = json;
      this.context = context;
      this.plain = plain;
    }

    void resource() throws IOException {
      eachField(this::resourceField);
    }

    private void resourceField(String field) throws IOException {
      switch (field) {
        case "metadata" -> eachField(this::metadataField);
        case "spec" -> spec = copy(name -> {});
        case "status" -> status = copy(this::statusField);
        default -> json.skipChildren();
      }
    }

    private void metadataField(String field) throws IOException {
      switch (field) {
        case "namespace" -> metadata.setNamespace(intern(text()));
        case "name" -> metadata.setName(text());
        case "resourceVersion" -> metadata.setResourceVersion(text());
        case "uid" -> metadata.setUid(text());
        case "generation" ->
            metadata.setGeneration(isNull() ? null : Long.valueOf(json.getLongValue()));
        case "creationTimestamp" -> metadata.setCreationTimestamp(text());
        case "managedFields" -> managers.read(json);
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
        String request = Objects.requireNonNullElse(text(), "");
        metadata.setAnnotations(Map.of(name, ReconcileRequest.cut(request)));
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
    }

    /**
     * The JSON of the value; empty for null, and {@link #TOO_LARGE} if the value is too large.
     *
     * @param fields receives each top-level field with a scalar value; the parser is at that value
     */
    private byte[] copy(FieldReader fields) throws IOException {
      if (isNull()) {
        return new byte[0];
      }
      ByteArrayOutputStream copied = new ByteArrayOutputStream(USUAL_BYTES);
      boolean fits = true;
      try (JsonGenerator copy = plain.createGenerator(copied)) {
        int level = 0;
        do {
          JsonToken token = json.currentToken();
          level -= token.isStructEnd() ? 1 : 0;
          String field = json.currentName();
          if (level == 1 && token.isScalarValue() && field != null) {
            fields.read(field);
          }
          if (fits) {
            copy.copyCurrentEvent(json);
          }
          level += token.isStructStart() ? 1 : 0;
          fits = fits && level <= MOST_LEVELS && copied.size() <= MOST_BYTES;
        } while (level > 0 && json.nextToken() != null);
      }
      return fits && copied.size() <= MOST_BYTES ? copied.toByteArray() : TOO_LARGE;
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

    // Each resource of the cache keeps its metadata.
    private static ObjectMeta withoutCollections() {
      ObjectMeta metadata = new ObjectMeta();
      metadata.setAnnotations(null);
      metadata.setLabels(null);
      metadata.setFinalizers(null);
      metadata.setOwnerReferences(null);
      metadata.setManagedFields(null);
      metadata.setAdditionalProperties(Map.of());
      return metadata;
    }

    private static @Nullable String intern(@Nullable String text) {
      return text == null ? null : text.intern();
    }

    // Shared among all kept resources.
    private String shared() throws IOException {
      String text = json.getValueAsString("");
      return text.length() > LABEL_MAX_LENGTH ? "" : text.intern();
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
