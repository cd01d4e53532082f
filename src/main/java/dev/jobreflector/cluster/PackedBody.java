package dev.jobreflector.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import io.fabric8.zjsonpatch.JsonDiff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Spec and status of a resource as JSON. It is compressed only when the cache keeps it, since the
 * same version often arrives twice: in an answer and by the watch. Immutable.
 */
final class PackedBody {

  /** Marks a body that is not compressed. */
  private static final int PLAIN = -1;

  private final Packing packing;
  private final byte[] bytes;
  private final int specLength;
  private final int plainLength;

  /**
   * The tools that pack and unpack all resources.
   *
   * @param json parses spec and status
   */
  record Packing(ObjectMapper json, Compression compression) {}

  private PackedBody(Packing packing, byte[] bytes, int specLength, int plainLength) {
    this.packing = packing;
    this.bytes = bytes;
    this.specLength = specLength;
    this.plainLength = plainLength;
  }

  /**
   * Creates a body that is not compressed.
   *
   * @param spec the JSON of the spec; empty for none
   * @param status the JSON of the status; empty for none
   */
  static PackedBody of(byte[] spec, byte[] status, Packing packing) {
    byte[] both = ByteBuffer.allocate(spec.length + status.length).put(spec).put(status).array();
    return new PackedBody(packing, both, spec.length, PLAIN);
  }

  /** The same body, compressed. */
  PackedBody compressed() {
    return plainLength == PLAIN
        ? new PackedBody(packing, packing.compression().compress(bytes), specLength, bytes.length)
        : this;
  }

  /** True if there is a status, readable or not. */
  boolean hasStatus() {
    return (plainLength == PLAIN ? bytes.length : plainLength) > specLength;
  }

  /** True if both have the same status JSON. */
  boolean hasStatusOf(PackedBody other) {
    return json().status().equals(other.json().status());
  }

  /** True if the status JSON is the other's without some of its fields or list items. */
  boolean hasPartOfStatusOf(PackedBody other) {
    JsonNode differences = JsonDiff.asJson(other.json().statusTree(), json().statusTree());
    return StreamSupport.stream(differences.spliterator(), false)
        .allMatch(difference -> difference.path("op").asText().equals("remove"));
  }

  /** Spec and status, not parsed yet. */
  Json json() {
    byte[] plain = plainLength == PLAIN ? bytes : packing.compression().expand(bytes, plainLength);
    return new Json(
        packing.json(),
        ByteBuffer.wrap(plain, 0, specLength).slice(),
        ByteBuffer.wrap(plain, specLength, plain.length - specLength).slice());
  }

  /**
   * The JSON of spec and status.
   *
   * @param spec empty for none
   * @param status empty for none
   */
  record Json(ObjectMapper mapper, ByteBuffer spec, ByteBuffer status) {

    /**
     * Parses the spec; null if there is none.
     *
     * @throws IOException if a field has another type than its class expects
     */
    @Nullable OptimizationJobSpec parsedSpec() throws IOException {
      return parse(spec, OptimizationJobSpec.class);
    }

    /**
     * Parses the status; null if there is none.
     *
     * @throws IOException if a field has another type than its class expects
     */
    @Nullable OptimizationJobStatus parsedStatus() throws IOException {
      return parse(status, OptimizationJobStatus.class);
    }

    /** Parses the status; null if there is none or if it cannot be read. */
    @Nullable OptimizationJobStatus readableStatus() {
      try {
        return parsedStatus();
      } catch (IOException e) {
        return null;
      }
    }

    /**
     * True if no operator can have written this status: there is none, it cannot be read, or it has
     * no Ready condition.
     */
    boolean isStatusIncomplete() {
      OptimizationJobStatus status = readableStatus();
      return status == null
          || status.conditions().stream().noneMatch(condition -> condition.type().equals("Ready"));
    }

    private JsonNode statusTree() {
      try {
        return mapper.readTree(status.array(), status.arrayOffset(), status.remaining());
      } catch (IOException e) {
        throw new UncheckedIOException("copied from JSON", e);
      }
    }

    private <T> @Nullable T parse(ByteBuffer json, Class<T> type) throws IOException {
      return json.hasRemaining()
          ? mapper.readValue(json.array(), json.arrayOffset(), json.remaining(), type)
          : null;
    }
  }

  /** The size in bytes, without the JVM's overhead. */
  int size() {
    return bytes.length;
  }
}
