package dev.jobreflector.reconcile;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * A resource as the cache has it, unpacked as far as it is read. JOSDK takes one for every resource
 * that waits to be reconciled, and reads its metadata; spec and status are unpacked when its turn
 * comes. Cannot be changed.
 *
 * <p>The annotations are those of {@link OptimizationJob}, which are not inherited.
 */
@Group(OptimizationJob.GROUP)
@Version(OptimizationJob.VERSION)
@Kind(OptimizationJob.KIND)
@Plural("optimizationjobs")
@Singular("optimizationjob")
final class CachedJob extends OptimizationJob {

  private final String key;
  private final PackedResource packed;
  private PackedResource.@Nullable Body body;

  /**
   * A view of a packed resource.
   *
   * @param key namespace/name
   */
  CachedJob(String key, PackedResource packed) {
    this.key = key;
    this.packed = packed;
    super.setMetadata(null);
  }

  /** Its key in the cache. */
  String key() {
    return key;
  }

  /** The bytes it takes, without those of the JVM. */
  int size() {
    return packed.size();
  }

  @Override
  public ObjectMeta getMetadata() {
    int slash = key.indexOf('/');
    return packed.metadata(key.substring(0, slash), key.substring(slash + 1));
  }

  @Override
  public @Nullable OptimizationJobSpec getSpec() {
    return body().spec();
  }

  @Override
  public @Nullable OptimizationJobStatus getStatus() {
    return body().status();
  }

  @Override
  public void setMetadata(ObjectMeta metadata) {
    throw new UnsupportedOperationException("a cached resource cannot be changed");
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
    return KIND + " " + key;
  }

  private PackedResource.Body body() {
    PackedResource.Body read = body;
    if (read == null) {
      read = packed.body();
      body = read;
    }
    return read;
  }
}
