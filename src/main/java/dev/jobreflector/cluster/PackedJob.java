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
 * A resource as the operator's client and its cache give it, unpacked as far as it is read. JOSDK
 * takes one for every resource that waits to be reconciled, and reads its metadata, which is not
 * kept until its turn has come: then spec and status are unpacked. Cannot be changed.
 *
 * <p>The annotations are those of {@link OptimizationJob}, which are not inherited.
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

  /**
   * Whether another client wrote the status after the operator did: first as the managedFields say,
   * from when it is in the cache as the cache knows.
   */
  private boolean statusForeign;

  private record Unpacked(
      @Nullable OptimizationJobSpec spec,
      @Nullable OptimizationJobStatus status,
      @Nullable String statusProblem) {}

  /**
   * A view of a packed resource.
   *
   * @param key namespace/name
   * @param group what it is counted among
   * @param statusForeign whether another client wrote the status after the operator did
   */
  PackedJob(String key, PackedResource packed, ResourceCache.Group group, boolean statusForeign) {
    this.key = key;
    this.packed = packed;
    this.group = group;
    this.statusForeign = statusForeign;
    super.setMetadata(null);
  }

  /** The key of a resource: namespace/name. A bookmark of a watch has neither. */
  static String key(ObjectMeta metadata) {
    return key(
        Objects.requireNonNullElse(metadata.getNamespace(), ""),
        Objects.requireNonNullElse(metadata.getName(), ""));
  }

  /** The key of the resource of this namespace and name. */
  static String key(String namespace, String name) {
    return namespace + SLASH + name;
  }

  /** Its key in the cache. */
  String key() {
    return key;
  }

  /** What it holds: compressed or not yet. */
  PackedResource packed() {
    return packed;
  }

  /** Compresses what it holds, for the cache to keep it. */
  PackedResource compress() {
    packed = packed.compressed();
    return packed;
  }

  /**
   * Takes what the cache keeps already, where that is the same version, so that it is compressed
   * once.
   *
   * @return false where it is another version
   */
  boolean tryShare(PackedResource kept) {
    if (!kept.isSameVersion(packed)) {
      return false;
    }
    packed = kept;
    return true;
  }

  /** What it is counted among. */
  ResourceCache.Group group() {
    return group;
  }

  /** Whether another client wrote the status after the operator did. */
  public boolean isStatusForeign() {
    return statusForeign;
  }

  /** Whether no operator wrote the status like this: it cannot be read, or it has no Ready. */
  boolean isStatusIncomplete() {
    OptimizationJobStatus status;
    try {
      status = getStatus();
    } catch (UnreadableResourceException e) {
      return false; // The spec is at fault, and nothing is reflected.
    }
    return status == null
        || status.conditions().stream().noneMatch(condition -> condition.type().equals("Ready"));
  }

  /** Takes what the cache knows of who wrote the status last. */
  void setStatusForeign(boolean foreign) {
    statusForeign = foreign;
  }

  /** Why the stored status cannot be read; null if it can, or if there is none. */
  public @Nullable String statusProblem() {
    return unpacked().statusProblem();
  }

  /** Holds nothing unpacked any more; what is read from now on is unpacked again. */
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
   * @throws UnreadableResourceException if it cannot be read
   */
  @Override
  public OptimizationJobSpec getSpec() {
    return Objects.requireNonNullElse(unpacked().spec(), OptimizationJobSpec.EMPTY);
  }

  /**
   * The stored status; null if there is none, or none that can be read: the operator writes another
   * in its place.
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
