package dev.jobreflector.cluster;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A resource as the operator's client and cache return it. Unpacks spec and status only when they
 * are read. JOSDK holds such an object for each resource that waits for a reconcile, and reads its
 * metadata. So this class keeps metadata only after spec or status is unpacked. Immutable for
 * callers: the setters throw.
 *
 * <p>The annotations repeat those of {@link OptimizationJob}, since annotations are not inherited.
 */
@Group(OptimizationJob.GROUP)
@Version(OptimizationJob.VERSION)
@Kind(OptimizationJob.KIND)
@Plural("optimizationjobs")
@Singular("optimizationjob")
public final class PackedJob extends OptimizationJob {

  private static final char SLASH = '/';

  private final String key;
  private PackedResource packed;
  private final ResourceCache.Group group;
  private @Nullable Unpacked unpacked;
  private @Nullable ObjectMeta metadata;
  private final long operatorTime;

  /**
   * Whether another client wrote the status after the operator did. When first read, the
   * managedFields decide; later the cache decides.
   */
  private boolean statusForeign;

  private record Unpacked(
      @Nullable OptimizationJobSpec spec,
      @Nullable OptimizationJobStatus status,
      @Nullable String statusProblem) {}

  /**
   * Creates a view of a packed resource.
   *
   * @param key namespace/name
   * @param group the group that counts this resource
   * @param operatorTime when an operator last wrote the status, in seconds since 1970; 0 for never
   * @param statusForeign whether another client wrote the status after the operator did
   */
  PackedJob(
      String key,
      PackedResource packed,
      ResourceCache.Group group,
      long operatorTime,
      boolean statusForeign) {
    this.key = key;
    this.packed = packed;
    this.group = group;
    this.operatorTime = operatorTime;
    this.statusForeign = statusForeign;
    super.setMetadata(null);
  }

  /**
   * The key of a resource: namespace/name. A bookmark event of a watch has neither, so both may be
   * empty.
   */
  static String key(ObjectMeta metadata) {
    return key(
        Objects.requireNonNullElse(metadata.getNamespace(), ""),
        Objects.requireNonNullElse(metadata.getName(), ""));
  }

  /** The key of the resource of this namespace and name. */
  static String key(String namespace, String name) {
    return namespace + SLASH + name;
  }

  /** The key in the cache. */
  String key() {
    return key;
  }

  /** The packed resource, which may not be compressed yet. */
  PackedResource packed() {
    return packed;
  }

  /** Compresses the packed resource, for the cache to keep. */
  PackedResource compress() {
    packed = packed.compressed();
    return packed;
  }

  /**
   * Uses the cache's packed resource if it has the same version, so that each version is compressed
   * once.
   *
   * @return false if the versions differ
   */
  boolean tryShare(PackedResource kept) {
    if (!kept.isSameVersion(packed)) {
      return false;
    }
    packed = kept;
    return true;
  }

  /** The group that counts this resource. */
  ResourceCache.Group group() {
    return group;
  }

  /** When an operator last wrote the status, in seconds since 1970; 0 for never. */
  long operatorTime() {
    return operatorTime;
  }

  /** Whether another client wrote the status after the operator did. */
  public boolean isStatusForeign() {
    return statusForeign;
  }

  /**
   * True if no operator can have written this status: there is none, it cannot be read, or it has
   * no Ready condition.
   */
  boolean isStatusIncomplete() {
    OptimizationJobStatus status;
    try {
      status = getStatus();
    } catch (UnreadableResourceException e) {
      return false; // The spec cannot be read, so the resource is not reflected.
    }
    return status == null
        || status.conditions().stream().noneMatch(condition -> condition.type().equals("Ready"));
  }

  /** Sets whether another client wrote the status last, as the cache knows. */
  void setStatusForeign(boolean foreign) {
    statusForeign = foreign;
  }

  /** Why the stored status cannot be read; null if it can, or if there is none. */
  public @Nullable String statusProblem() {
    return unpacked().statusProblem();
  }

  /** Drops the unpacked data; the next read unpacks again. */
  public void dropUnpacked() {
    unpacked = null;
    metadata = null;
  }

  @Override
  public ObjectMeta getMetadata() {
    ObjectMeta made = metadata;
    if (made == null) {
      int slash = key.indexOf(SLASH);
      made = packed.metadata(key.substring(0, slash), key.substring(slash + 1));
      if (unpacked != null) {
        metadata = made;
      }
    }
    return made;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnreadableResourceException if the spec cannot be read
   */
  @Override
  public OptimizationJobSpec getSpec() {
    return Objects.requireNonNullElse(unpacked().spec(), OptimizationJobSpec.EMPTY);
  }

  /**
   * The stored status; null if there is none or if it cannot be read. The operator replaces such a
   * status.
   *
   * @throws UnreadableResourceException if the spec cannot be read
   */
  @Override
  public @Nullable OptimizationJobStatus getStatus() {
    return unpacked().status();
  }

  @Override
  public void setMetadata(ObjectMeta metadata) {
    throw new UnsupportedOperationException("what was read cannot be changed");
  }

  @Override
  public void setSpec(OptimizationJobSpec spec) {
    throw new UnsupportedOperationException("what was read cannot be changed");
  }

  @Override
  public void setStatus(OptimizationJobStatus status) {
    throw new UnsupportedOperationException("what was read cannot be changed");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return KIND + " " + key;
  }

  private Unpacked unpacked() {
    Unpacked read = unpacked;
    if (read == null) {
      read = unpack(packed.body());
      unpacked = read;
    }
    return read;
  }

  private static Unpacked unpack(PackedResource.Body body) {
    OptimizationJobSpec spec;
    try {
      spec = body.spec();
    } catch (IOException e) {
      throw new UnreadableResourceException(e);
    }
    try {
      return new Unpacked(spec, body.status(), null);
    } catch (IOException e) {
      return new Unpacked(spec, null, UnreadableResourceException.text("status", e));
    }
  }
}
