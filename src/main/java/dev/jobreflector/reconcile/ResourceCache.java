package dev.jobreflector.reconcile;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.reconcile.PackedResource.Packing;
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
import org.jspecify.annotations.Nullable;

/** What the operator keeps of the resources it watches, in a few hundred bytes each. */
public final class ResourceCache {

  private final GroupCounts counts = new GroupCounts();
  private final Set<ResourceStore> stores = ConcurrentHashMap.newKeySet();

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
    ObjectMapper json = new ObjectMapper();
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
  void written(OptimizationJob resource, String overVersion) {
    stores.forEach(store -> store.written(resource, overVersion));
  }

  ItemStore<OptimizationJob> newStore() {
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
