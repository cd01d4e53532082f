package dev.jobreflector.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** What the cache tells of all that it has. */
class ResourceCacheTest {

  private final KubernetesSerialization json = ResourceCache.serialization();
  private final ResourceCache cache = new ResourceCache();

  @Test
  void a_namespace_has_resources_until_its_last_is_removed() {
    ItemStore<OptimizationJob> some = cache.newStore();
    ItemStore<OptimizationJob> others = cache.newStore();
    put(some, "team-a", "one");
    put(some, "team-a", "two");
    put(others, "team-b", "one");
    assertThat(cache.namespaces()).containsExactlyInAnyOrder("team-a", "team-b");

    some.remove("team-a/one");
    assertThat(cache.namespaces()).containsExactlyInAnyOrder("team-a", "team-b");
    some.remove("team-a/two");
    assertThat(cache.namespaces()).containsExactly("team-b");
  }

  /** Other kinds are read, kept and copied as JOSDK does it everywhere. */
  @Test
  void a_resource_of_another_kind_is_an_ordinary_object() {
    ConfigMap read =
        json.unmarshal(
            """
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "other",
             "labels": {"team": "a"}, "finalizers": ["example.com/held"]}, "data": {"a": "b"}}
            """,
            ConfigMap.class);

    ConfigMap copy = ResourceCache.cloner(json).clone(read);

    assertThat(read.getMetadata().getLabels()).containsEntry("team", "a");
    assertThat(read.getMetadata().getFinalizers()).containsExactly("example.com/held");
    assertThat(copy).isEqualTo(read).isNotSameAs(read);
  }

  private void put(ItemStore<OptimizationJob> store, String namespace, String name) {
    OptimizationJob job = SampleJobs.named(name);
    job.getMetadata().setNamespace(namespace);
    OptimizationJob read = json.unmarshal(json.asJson(job), OptimizationJob.class);
    store.put(store.getKey(read), read);
  }
}
