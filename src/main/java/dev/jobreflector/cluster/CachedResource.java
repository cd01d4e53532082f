package dev.jobreflector.cluster;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the cache keeps of a resource.
 *
 * @param key namespace/name
 * @param metadata what the operator and JOSDK read of the metadata; never changed
 * @param group the group that counts this resource
 * @param operatorTime when an operator last wrote the status, in seconds since 1970; 0 for never
 * @param statusForeign whether another client wrote the status after the operator did
 * @param own if {@code statusForeign}, the body as the operator last wrote it; null if not known
 */
record CachedResource(
    String key,
    ObjectMeta metadata,
    PackedBody body,
    ResourceCache.Group group,
    long operatorTime,
    boolean statusForeign,
    @Nullable PackedBody own) {

  /** The same version, compressed. */
  CachedResource kept(String key, ResourceCache.Group group) {
    return new CachedResource(
        key, metadata, body.compressed(), group, operatorTime, statusForeign, own);
  }

  /** The same version, whose status is the operator's own. */
  CachedResource withOwnStatus() {
    return new CachedResource(key, metadata, body, group, operatorTime, false, null);
  }

  /** The same version, whose status is another client's. */
  CachedResource withForeignStatus(@Nullable PackedBody own) {
    return new CachedResource(key, metadata, body, group, operatorTime, true, own);
  }

  /** True if this resource has this resourceVersion. */
  boolean isOfVersion(@Nullable String resourceVersion) {
    return resourceVersion != null && resourceVersion.equals(metadata.getResourceVersion());
  }

  /** True if both have the same uid: a resource recreated under the name has another. */
  boolean isSameResource(CachedResource other) {
    return Objects.equals(metadata.getUid(), other.metadata.getUid());
  }
}
