package dev.jobreflector.reconcile;

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
import org.jspecify.annotations.Nullable;

/**
 * A resource in a few hundred bytes: of metadata what the operator and JOSDK read, as it is; spec
 * and status as JSON, compressed where it is kept. Name and namespace are its key, which the map
 * has. Immutable.
 */
final class PackedResource {

  private static final int NULL = -1;

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

  /** What is large of a resource. */
  record Body(@Nullable OptimizationJobSpec spec, @Nullable OptimizationJobStatus status) {}

  private PackedResource(Packing packing, byte[] bytes) {
    this.packing = packing;
    this.bytes = bytes;
  }

  /**
   * A resource as it was read, not compressed yet: of what is written much comes twice, as an
   * answer and by the watch.
   *
   * @param body the JSON of an object with spec and status
   */
  static PackedResource of(ObjectMeta metadata, byte[] body, Packing packing) {
    Map<String, String> annotations = metadata.getAnnotations();
    byte[][] kept = {
      utf8(metadata.getResourceVersion()),
      utf8(metadata.getUid()),
      utf8(metadata.getGeneration() == null ? null : metadata.getGeneration().toString()),
      utf8(metadata.getCreationTimestamp()),
      utf8(metadata.getDeletionTimestamp()),
      utf8(annotations == null ? null : annotations.get(OptimizationJob.RECONCILE_REQUESTED_AT))
    };
    int bodyOffset = (2 + kept.length) * Integer.BYTES;
    for (byte[] text : kept) {
      bodyOffset += text == null ? 0 : text.length;
    }
    ByteBuffer buffer = ByteBuffer.allocate(bodyOffset + body.length);
    buffer.putInt(bodyOffset).putInt(PLAIN);
    for (byte[] text : kept) {
      buffer.putInt(text == null ? NULL : text.length);
      if (text != null) {
        buffer.put(text);
      }
    }
    return new PackedResource(packing, buffer.put(body).array());
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
    metadata.setDeletionTimestamp(text(buffer));
    String request = text(buffer);
    metadata.setAnnotations(
        request == null ? null : Map.of(OptimizationJob.RECONCILE_REQUESTED_AT, request));
    metadata.setLabels(null);
    metadata.setFinalizers(null);
    metadata.setOwnerReferences(null);
    metadata.setManagedFields(null);
    return metadata;
  }

  /**
   * Spec and status, made anew.
   *
   * @throws IOException where they have fields of other types than they should
   */
  Body body() throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int bodyOffset = buffer.getInt();
    int plainLength = buffer.getInt();
    if (plainLength == PLAIN) {
      return packing.json().readValue(bytes, bodyOffset, bytes.length - bodyOffset, Body.class);
    }
    byte[] plain = packing.compression().expand(bytes, bodyOffset, plainLength);
    return packing.json().readValue(plain, Body.class);
  }

  /** The bytes it takes, without those of the JVM. */
  int size() {
    return bytes.length;
  }

  private ByteBuffer metadataTexts() {
    return ByteBuffer.wrap(bytes).position(2 * Integer.BYTES);
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
