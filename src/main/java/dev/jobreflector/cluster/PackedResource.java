package dev.jobreflector.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.zjsonpatch.JsonDiff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A resource in a few hundred bytes. Holds the metadata that the operator and JOSDK read, and spec
 * and status as JSON, which the cache compresses. Name and namespace are the key in the cache's
 * map. The deletion timestamp is left out: with it, JOSDK would stop reconciling the resource. The
 * operator has no finalizer and reflects a resource until it is gone. Immutable.
 */
final class PackedResource {

  private static final int NULL = -1;

  /** The offset of the body, its length before compression, and the length of the spec. */
  private static final int HEADER_BYTES = 3 * Integer.BYTES;

  /** Replaces the length if the body is not compressed. */
  private static final int PLAIN = -1;

  private final Packing packing;
  private final byte[] bytes;

  /**
   * The tools that pack and unpack all resources.
   *
   * @param json parses spec and status
   */
  record Packing(ObjectMapper json, Compression compression) {}

  private PackedResource(Packing packing, byte[] bytes) {
    this.packing = packing;
    this.bytes = bytes;
  }

  /**
   * Packs a resource without compression, since the same version often arrives twice: in an answer
   * and by the watch.
   *
   * @param spec the JSON of the spec; empty for none
   * @param status the JSON of the status; empty for none
   */
  static PackedResource of(ObjectMeta metadata, byte[] spec, byte[] status, Packing packing) {
    Map<String, String> annotations = metadata.getAnnotations();
    byte[][] kept = {
      utf8(metadata.getResourceVersion()),
      utf8(metadata.getUid()),
      utf8(metadata.getGeneration() == null ? null : metadata.getGeneration().toString()),
      utf8(metadata.getCreationTimestamp()),
      utf8(annotations == null ? null : annotations.get(OptimizationJob.RECONCILE_REQUESTED_AT))
    };
    int bodyOffset = HEADER_BYTES + kept.length * Integer.BYTES;
    for (byte[] text : kept) {
      bodyOffset += text == null ? 0 : text.length;
    }
    ByteBuffer buffer = ByteBuffer.allocate(bodyOffset + spec.length + status.length);
    buffer.putInt(bodyOffset).putInt(PLAIN).putInt(spec.length);
    for (byte[] text : kept) {
      buffer.putInt(text == null ? NULL : text.length);
      if (text != null) {
        buffer.put(text);
      }
    }
    return new PackedResource(packing, buffer.put(spec).put(status).array());
  }

  /** The same resource, compressed. */
  PackedResource compressed() {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int bodyOffset = buffer.getInt();
    if (buffer.getInt() != PLAIN) {
      return this;
    }
    int plainLength = bytes.length - bodyOffset;
    byte[] compressed = packing.compression().compress(bytes, bodyOffset, plainLength);
    byte[] kept = Arrays.copyOf(bytes, bodyOffset + compressed.length);
    ByteBuffer.wrap(kept).putInt(Integer.BYTES, plainLength).put(bodyOffset, compressed);
    return new PackedResource(packing, kept);
  }

  /** True if this resource has this resourceVersion. */
  boolean isOfVersion(@Nullable String resourceVersion) {
    return resourceVersion != null && resourceVersion.equals(text(metadataTexts()));
  }

  /** True if both have the same resourceVersion. Both must be the same resource. */
  boolean isSameVersion(PackedResource other) {
    return isOfVersion(text(other.metadataTexts()));
  }

  /** Creates the metadata from the kept fields. Its lists are null to save memory. */
  ObjectMeta metadata(String namespace, String name) {
    ByteBuffer buffer = metadataTexts();
    ObjectMeta metadata = new ObjectMeta();
    // Shared among all resources of a namespace, since JOSDK keeps it for each resource.
    metadata.setNamespace(namespace.intern());
    metadata.setName(name);
    metadata.setResourceVersion(text(buffer));
    metadata.setUid(text(buffer));
    String generation = text(buffer);
    metadata.setGeneration(generation == null ? null : Long.valueOf(generation));
    metadata.setCreationTimestamp(text(buffer));
    String request = text(buffer);
    metadata.setAnnotations(
        request == null ? null : Map.of(OptimizationJob.RECONCILE_REQUESTED_AT, request));
    metadata.setLabels(null);
    metadata.setFinalizers(null);
    metadata.setOwnerReferences(null);
    metadata.setManagedFields(null);
    return metadata;
  }

  /** Spec and status as JSON. */
  Body body() {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int bodyOffset = buffer.getInt();
    int plainLength = buffer.getInt();
    int specLength = buffer.getInt();
    if (plainLength == PLAIN) {
      return new Body(packing.json(), ByteBuffer.wrap(bytes).position(bodyOffset), specLength);
    }
    byte[] plain = packing.compression().expand(bytes, bodyOffset, plainLength);
    return new Body(packing.json(), ByteBuffer.wrap(plain), specLength);
  }

  /** True if both have the same status JSON. */
  boolean hasStatusOf(PackedResource other) {
    return body().statusBytes().equals(other.body().statusBytes());
  }

  /** True if the status JSON is the other's without some of its fields or list items. */
  boolean hasPartOfStatusOf(PackedResource other) {
    JsonNode differences = JsonDiff.asJson(other.body().statusTree(), body().statusTree());
    return StreamSupport.stream(differences.spliterator(), false)
        .allMatch(difference -> difference.path("op").asText().equals("remove"));
  }

  /** True if both have the same uid: a resource recreated under the name has another. */
  boolean isSameResource(PackedResource other) {
    return Objects.equals(uid(), other.uid());
  }

  private @Nullable String uid() {
    ByteBuffer texts = metadataTexts();
    String unusedVersion = text(texts);
    return text(texts);
  }

  /** Spec and status as JSON, not parsed yet. */
  record Body(ObjectMapper json, ByteBuffer bytes, int specLength) {

    /**
     * The spec; null if there is none.
     *
     * @throws IOException if a field has another type than its class expects
     */
    @Nullable OptimizationJobSpec spec() throws IOException {
      return read(bytes.slice(bytes.position(), specLength), OptimizationJobSpec.class);
    }

    /**
     * The status; null if there is none.
     *
     * @throws IOException if a field has another type than its class expects
     */
    @Nullable OptimizationJobStatus status() throws IOException {
      return read(statusBytes(), OptimizationJobStatus.class);
    }

    JsonNode statusTree() {
      ByteBuffer status = statusBytes();
      try {
        return json.readTree(status.array(), status.arrayOffset(), status.remaining());
      } catch (IOException e) {
        throw new UncheckedIOException("copied from JSON", e);
      }
    }

    private ByteBuffer statusBytes() {
      int begin = bytes.position() + specLength;
      return bytes.slice(begin, bytes.limit() - begin);
    }

    private <T> @Nullable T read(ByteBuffer text, Class<T> type) throws IOException {
      return text.hasRemaining()
          ? json.readValue(text.array(), text.arrayOffset(), text.remaining(), type)
          : null;
    }
  }

  /** The size in bytes, without the JVM's overhead. */
  int size() {
    return bytes.length;
  }

  private ByteBuffer metadataTexts() {
    return ByteBuffer.wrap(bytes).position(HEADER_BYTES);
  }

  private static byte @Nullable [] utf8(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable String text(ByteBuffer buffer) {
    int length = buffer.getInt();
    if (length == NULL) {
      return null;
    }
    byte[] text = new byte[length];
    buffer.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
