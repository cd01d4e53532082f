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
import dev.jobreflector.cluster.PackedResource.Packing;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the operator keeps of the resources it watches, in a few hundred bytes each. */
public final class ResourceCache {

  private final GroupCounts counts = new GroupCounts();
  private final Set<ResourceStore> stores = ConcurrentHashMap.newKeySet();

  /** Statuses that are being written, or whose write was not answered. */
  private final Map<String, OptimizationJobStatus> attempts = new ConcurrentHashMap<>();

  /**
   * Resources that are counted together.
   *
   * @param account the job's AWS account; empty while not known
   * @param region the job's AWS region; empty while not known
   * @param status the job's status; empty where it was never seen
   */
  public record Group(String account, String region, String status) {}

  /** Half of an Event's answer, and read by nothing here. */
  @JsonIgnoreProperties("managedFields")
  private interface WithoutManagedFields {}

  /** What a watch brings, where the client would read a tree first. */
  interface ReadAsItComes {

    @JsonDeserialize(using = WatchedResourceDeserializer.class)
    void setObject(Object resource);
  }

  /**
   * How a client reads resources for this cache: packed as they come. Such a resource is unpacked
   * as far as it is used, and cannot be changed.
   */
  public static KubernetesSerialization serialization() {
    ObjectMapper json = new ObjectMapper(forAnyJson());
    json.addMixIn(ObjectMeta.class, WithoutManagedFields.class);
    json.addMixIn(WatchEvent.class, ReadAsItComes.class);
    Packing packing = new Packing(strict(), Compression.forResources());
    json.registerModule(
        new SimpleModule("packed resources")
            .addDeserializer(OptimizationJob.class, new PackedResourceDeserializer(packing)));
    KubernetesSerialization serialization = new KubernetesSerialization(json, true);
    // A watch would make a resource of no type of each event, and another of that.
    serialization.registerKubernetesResource(OptimizationJob.class);
    return serialization;
  }

  /**
   * A factory that reads whatever an API server stores: Jackson's limits on depth and lengths would
   * fail a whole list for one resource. Names are not kept from one text to the next, since each
   * may be a megabyte that occurs once.
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

  // The client's own goes on after a value of another type, from wherever that ends.
  private static ObjectMapper strict() {
    return new ObjectMapper()
        .registerModule(new JavaTimeModule())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /** How many resources each group has; groups without any are left out. */
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

  /** This configuration of the controller, with informers that keep the resources here. */
  public ControllerConfiguration<OptimizationJob> usedBy(
      ControllerConfiguration<OptimizationJob> configuration) {
    return new Using(configuration, this);
  }

  /** What is got from the cache cannot be changed, so none needs a copy of its own. */
  public static Cloner cloner() {
    return new Cloner() {
      @Override
      public <R extends HasMetadata> R clone(R resource) {
        return resource;
      }
    };
  }

  /**
   * Has what the operator wrote at once: a reconcile before the watch brings it would decide on
   * what was there before, and have the job polled again.
   *
   * @param resource as the cluster answered to a client of {@link #serialization}
   * @param overVersion the resourceVersion that was written over
   */
  public void written(OptimizationJob resource, String overVersion) {
    stores.forEach(store -> store.written(resource, overVersion));
  }

  /**
   * The status of this resource, if another client wrote it after the operator did, or if it cannot
   * be read; null if it is the operator's own.
   */
  public @Nullable ForeignStatus foreignStatus(OptimizationJob resource) {
    if (!(resource instanceof PackedJob job)) {
      return null;
    }
    OptimizationJobStatus attempted = attempts.get(job.key());
    if (attempted != null && attempted.equals(job.getStatus())) {
      confirmed(resource);
      attempts.remove(job.key());
      return null;
    }
    ForeignStatus foreign =
        stores.stream()
            .flatMap(store -> Stream.ofNullable(store.foreignStatus(job)))
            .findFirst()
            .orElseGet(() -> job.statusProblem() == null ? null : new ForeignStatus(null));
    // What was decided last, whether or not it was written.
    return foreign == null || attempted == null ? foreign : new ForeignStatus(attempted);
  }

  /**
   * This status is about to be written. If the answer is lost, the watch may bring it, and it is
   * the operator's own.
   */
  public void writing(OptimizationJob resource, OptimizationJobStatus status) {
    attempts.put(PackedJob.key(resource.getMetadata()), status);
  }

  /** The write of this resource was answered. */
  public void answered(OptimizationJob resource) {
    attempts.remove(PackedJob.key(resource.getMetadata()));
  }

  /** The resource is gone. */
  public void forget(ResourceKey resource) {
    attempts.remove(PackedJob.key(resource.namespace(), resource.name()));
  }

  /**
   * What is stored of this resource is right, whoever wrote it: it counts as the operator's own.
   */
  public void confirmed(OptimizationJob resource) {
    if (resource instanceof PackedJob job) {
      stores.forEach(store -> store.confirmed(job));
    }
  }

  /** A store for one more informer. */
  public ItemStore<OptimizationJob> newStore() {
    return new ResourceStore(counts, stores);
  }

  /**
   * Where namespaces are named, each has an informer. A store for all would not do: after a list,
   * an informer removes what its store has and the list has not.
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
      // The constructor above asks too, for the name of the resource's type.
      return cache == null
          ? configuration
          : InformerConfiguration.builder(configuration)
              .withItemStore(cache.newStore())
              .buildForController();
    }
  }
}
