package dev.jobreflector.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.cluster.PackedBody.Packing;
import dev.jobreflector.decision.ForeignStatus;
import dev.jobreflector.decision.ResourceKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.ResolvedControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cache of all watched resources, in a few hundred bytes each. */
public final class ResourceCache {

  private final GroupCounts counts = new GroupCounts();
  private final Set<ResourceStore> stores = ConcurrentHashMap.newKeySet();

  private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();

  /**
   * A write that is in progress or whose result is not known.
   *
   * @param stored receives the resource if the write turns out to have succeeded
   */
  private record Attempt(OptimizationJobStatus status, Consumer<OptimizationJob> stored) {}

  /**
   * A group of resources that are counted together.
   *
   * @param account the job's AWS account; empty if not known yet
   * @param region the job's AWS region; empty if not known yet
   * @param status the job's status; empty if the job was never described
   */
  public record Group(String account, String region, String status) {}

  /**
   * Skips the managedFields. They are half of the answer to an Event, and the operator does not
   * need them.
   */
  @JsonIgnoreProperties("managedFields")
  private interface WithoutManagedFields {}

  /** Reads the resource of a watch event directly. The client would first build a tree. */
  interface ReadAsItComes {

    @JsonDeserialize(using = WatchedResourceDeserializer.class)
    void setObject(Object resource);
  }

  /**
   * The serialization for a client that reads resources for this cache. Resources are packed as
   * they are read, unpacked when used, and cannot be changed.
   */
  public static KubernetesSerialization serialization() {
    ObjectMapper json = new ObjectMapper(forAnyJson());
    json.addMixIn(ObjectMeta.class, WithoutManagedFields.class);
    json.addMixIn(WatchEvent.class, ReadAsItComes.class);
    Packing packing = new Packing(strict(), Compression.forResources());
    json.registerModule(
        new SimpleModule("packed resources")
            .addDeserializer(OptimizationJob.class, new CachedJobDeserializer(packing)));
    KubernetesSerialization serialization = new KubernetesSerialization(json, true);
    // Without the type, a watch would create a generic resource for each event and convert it.
    serialization.registerKubernetesResource(OptimizationJob.class);
    return serialization;
  }

  /**
   * A factory without Jackson's limits on depth and lengths, since one resource beyond a limit
   * would fail a whole list. Field names are not cached, since each may be a megabyte that occurs
   * once.
   */
  private static JsonFactory forAnyJson() {
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .build())
        .build();
  }

  // The client's own mapper continues after a value of a wrong type, at the wrong position.
  private static ObjectMapper strict() {
    return new ObjectMapper()
        .registerModule(new JavaTimeModule())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /** The number of resources of each group that has any. */
  public Map<Group, Long> counts() {
    return counts.all();
  }

  /** The namespaces that have resources. */
  public Set<String> namespaces() {
    return stores.stream()
        .flatMap(ResourceStore::keySet)
        .map(key -> key.substring(0, Math.max(0, key.indexOf('/'))))
        .collect(Collectors.toSet());
  }

  /** The controller configuration with informers that store their resources in this cache. */
  public ControllerConfiguration<OptimizationJob> usedBy(
      ControllerConfiguration<OptimizationJob> configuration) {
    return new Using(configuration, this);
  }

  /**
   * A cloner that does not copy resources of this cache: each read of the cache creates an object.
   * It copies other kinds as JOSDK does.
   */
  public static Cloner cloner(KubernetesSerialization serialization) {
    return new Cloner() {
      @Override
      public <R extends HasMetadata> R clone(R resource) {
        return resource instanceof CachedJob ? resource : serialization.clone(resource);
      }
    };
  }

  /**
   * Stores what the operator wrote at once. A reconcile before the watch event would use the old
   * status and poll the job again.
   *
   * @param resource the answer of the API server, read by a client with {@link #serialization}
   * @param overVersion the resourceVersion that the write replaced
   */
  public void written(OptimizationJob resource, String overVersion) {
    stores.forEach(store -> store.written(resource, overVersion));
  }

  /**
   * What the operator last wrote, if another client changed the status or the status cannot be
   * read. Null if the stored status is the operator's own.
   */
  public @Nullable ForeignStatus foreignStatus(OptimizationJob resource) {
    ForeignStatus foreign =
        stores.stream()
            .flatMap(store -> Stream.ofNullable(store.foreignStatus(resource)))
            .findFirst()
            .orElse(null);
    Attempt attempt = attempts.get(CachedJob.key(resource.getMetadata()));
    // The last decided status, whether or not the write succeeded.
    return foreign == null || attempt == null ? foreign : new ForeignStatus(attempt.status());
  }

  /**
   * Records that the operator is about to write this status. If the answer is lost, the watch may
   * still show the status, which is then the operator's own.
   *
   * @param stored receives the resource if {@link #recognize} finds that the write succeeded
   */
  public void writing(
      OptimizationJob resource, OptimizationJobStatus status, Consumer<OptimizationJob> stored) {
    attempts.put(CachedJob.key(resource.getMetadata()), new Attempt(status, stored));
  }

  /** Recognizes the operator's own status if the answer to its write was lost. */
  public void recognize(OptimizationJob resource) {
    String key = CachedJob.key(resource.getMetadata());
    Attempt attempt = attempts.get(key);
    if (attempt != null
        && attempt.status().equals(resource.getStatus())
        && attempts.remove(key, attempt)) {
      confirmed(resource);
      attempt.stored().accept(resource);
    }
  }

  /** Records that the result of the write is known. */
  public void answered(OptimizationJob resource) {
    attempts.remove(CachedJob.key(resource.getMetadata()));
  }

  /** Forgets a resource that is gone. */
  public void forget(ResourceKey resource) {
    attempts.remove(CachedJob.key(resource.namespace(), resource.name()));
  }

  /** Records that the stored status is right, whoever wrote it. It counts as the operator's own. */
  public void confirmed(OptimizationJob resource) {
    stores.forEach(store -> store.confirmed(resource));
  }

  /** Creates a store for one more informer. */
  public ItemStore<OptimizationJob> newStore() {
    return new ResourceStore(counts, stores);
  }

  /**
   * Gives each informer its own store. There is one informer for each named namespace, and after a
   * list an informer removes resources that the list does not have.
   */
  private static final class Using extends ResolvedControllerConfiguration<OptimizationJob> {

    private final @Nullable ResourceCache cache;

    Using(ControllerConfiguration<OptimizationJob> configuration, ResourceCache cache) {
      super(configuration);
      this.cache = cache;
    }

    @Override
    public InformerConfiguration<OptimizationJob> getInformerConfig() {
      InformerConfiguration<OptimizationJob> configuration = super.getInformerConfig();
      // The super constructor calls this method too, before {@code cache} is set.
      return cache == null
          ? configuration
          : InformerConfiguration.builder(configuration)
              .withItemStore(cache.newStore())
              .buildForController();
    }
  }
}
