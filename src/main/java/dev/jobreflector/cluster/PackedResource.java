package dev.jobreflector.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A resource in a few hundred bytes: of metadata what the operator and JOSDK read, as it is; spec
 * and status as JSON, compressed where it is kept. Name and namespace are its key, which the map
 * has. The deletion timestamp is left out: JOSDK would no longer reconcile the resource, but the
 * operator has no finalizer and reflects a resource until it is gone. Immutable.
 */
final class PackedResource {

  private static final int NULL = -1;

  /** Where the body begins, its length before compression, and the length of the spec in it. */
  private static final int HEADER_BYTES = 3 * Integer.BYTES;

  /** In place of the length of a body that is not compressed. */
  private static final int PLAIN = -1;

  private final Packing packing;
  private final byte[] bytes;

  /**
   * How resources are packed, the same for all.
   *
   * @param json reads spec and status
   */
  record Packing(ObjectMapper json, Compression compression) {}

  private PackedResource(Packing packing, byte[] bytes) {
    this.packing = packing;
    this.bytes = bytes;
  }

  /**
   * A resource as it was read, not compressed yet: of what is written much comes twice, as an
   * answer and by the watch.
   *
   * @param spec its JSON; empty for none
   * @param status its JSON; empty for none
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

  /** The same to be kept, in as few bytes as can be. */
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

  /** True where it is of this version; those of other resources are others. */
  boolean isOfVersion(@Nullable String resourceVersion) {
    return resourceVersion != null && resourceVersion.equals(text(metadataTexts()));
  }

  /** True where both are of one version; they must be of the same resource. */
  boolean isSameVersion(PackedResource other) {
    return isOfVersion(text(other.metadataTexts()));
  }

  /** What is kept of the metadata, made anew; lists are null, since there are none. */
  ObjectMeta metadata(String namespace, String name) {
    ByteBuffer buffer = metadataTexts();
    ObjectMeta metadata = new ObjectMeta();
    // One text for all of a namespace: JOSDK keeps it for each resource.
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

  /** True if both have the same status, as the API server wrote it down. */
  boolean hasStatusOf(PackedResource other) {
    return body().statusBytes().equals(other.body().statusBytes());
  }

  /** True if both are of one resource, and not of another that was created under its name. */
  boolean isSameResource(PackedResource other) {
    return Objects.equals(uid(), other.uid());
  }

  private @Nullable String uid() {
    ByteBuffer texts = metadataTexts();
    String unusedVersion = text(texts);
    return text(texts);
  }

  /** Spec and status as JSON, to be read. */
  record Body(ObjectMapper json, ByteBuffer bytes, int specLength) {

    /**
     * The spec; null if there is none.
     *
     * @throws IOException if it has fields of other types than it should
     */
    @Nullable OptimizationJobSpec spec() throws IOException {
      return read(bytes.slice(bytes.position(), specLength), OptimizationJobSpec.class);
    }

    /**
     * The status; null if there is none.
     *
     * @throws IOException if it has fields of other types than it should
     */
    @Nullable OptimizationJobStatus status() throws IOException {
      return read(statusBytes(), OptimizationJobStatus.class);
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

  /** The bytes it takes, without those of the JVM. */
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
