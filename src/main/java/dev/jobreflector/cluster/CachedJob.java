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
 * A resource as JOSDK holds it: metadata, and spec and status that are parsed at each read. JOSDK
 * holds one for each resource that waits for a reconcile, so this class keeps nothing that it
 * parsed. {@link #unpacked} returns an ordinary object.
 *
 * <p>The annotations repeat those of {@link OptimizationJob}, since annotations are not inherited.
 */
@Group(OptimizationJob.GROUP)
@Version(OptimizationJob.VERSION)
@Kind(OptimizationJob.KIND)
@Plural("optimizationjobs")
@Singular("optimizationjob")
public final class CachedJob extends OptimizationJob {

  private CachedResource resource;

  CachedJob(CachedResource resource) {
    this.resource = resource;
    super.setMetadata(resource.metadata());
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
    return namespace + '/' + name;
  }

  /** The cached form of this resource. */
  CachedResource resource() {
    return resource;
  }

  /**
   * Holds what the cache keeps instead of what was read, so that both share the compressed body.
   */
  void setResource(CachedResource kept) {
    resource = kept;
    super.setMetadata(kept.metadata());
  }

  /** Whether another client wrote the status after the operator did. */
  public boolean isStatusForeign() {
    return resource.statusForeign();
  }

  /**
   * An ordinary object with the same metadata, spec and status. The status is null if it cannot be
   * read, as if there were none: the operator replaces such a status.
   *
   * @throws UnreadableResourceException if the spec cannot be read
   */
  public OptimizationJob unpacked() {
    PackedBody.Json json = resource.body().json();
    OptimizationJob unpacked = new OptimizationJob();
    unpacked.setMetadata(resource.metadata());
    unpacked.setSpec(spec(json));
    unpacked.setStatus(json.readableStatus());
    return unpacked;
  }

  /** Why the stored status cannot be read; null if it can, or if there is none. */
  public @Nullable String statusProblem() {
    try {
      resource.body().json().parsedStatus();
      return null;
    } catch (IOException e) {
      return UnreadableResourceException.text("status", e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnreadableResourceException if the spec cannot be read
   */
  @Override
  public OptimizationJobSpec getSpec() {
    return spec(resource.body().json());
  }

  /** The stored status; null if there is none or if it cannot be read. */
  @Override
  public @Nullable OptimizationJobStatus getStatus() {
    return resource.body().json().readableStatus();
  }

  @Override
  public void setSpec(OptimizationJobSpec spec) {
    throw new UnsupportedOperationException("a cached resource cannot be changed");
  }

  @Override
  public void setStatus(OptimizationJobStatus status) {
    throw new UnsupportedOperationException("a cached resource cannot be changed");
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
    return KIND + " " + resource.key();
  }

  private static OptimizationJobSpec spec(PackedBody.Json json) {
    try {
      return Objects.requireNonNullElse(json.parsedSpec(), OptimizationJobSpec.EMPTY);
    } catch (IOException e) {
      throw new UnreadableResourceException(e);
    }
  }
}
