package dev.jobreflector.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.cluster.ResourceCache;
import dev.jobreflector.decision.Decision;
import dev.jobreflector.embedded.EmbeddedApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a status that is written, where no watch tells of it. */
class StatusWriterTest {

  private static final Decision DECISION =
      new Decision(SampleJobs.wholeStatus(), List.of(), null, null);

  private final EmbeddedApiServer server = EmbeddedApiServer.start();
  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(server.client().getConfiguration())
          .withKubernetesSerialization(ResourceCache.serialization())
          .build();
  private final ResourceCache cache = new ResourceCache();
  private final ItemStore<OptimizationJob> store = cache.newStore();
  private final ItemStore<OptimizationJob> ofAnotherNamespace = cache.newStore();
  private final List<String> shown = new ArrayList<>();
  private final StatusWriter writer =
      new StatusWriter(
          client,
          cache,
          (kind, outcome) -> {},
          (written, decision) -> shown.add(written.getMetadata().getName()));

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void a_written_status_is_in_the_cache_at_once() {
    OptimizationJob read = create("job");
    keep(store, read);
    keep(ofAnotherNamespace, create("elsewhere", "another"));

    assertThat(writer.write(store.get("default/job"), DECISION)).isTrue();

    OptimizationJob kept = store.get("default/job");
    assertThat(kept.getStatus()).isEqualTo(SampleJobs.wholeStatus());
    assertThat(kept.getMetadata().getResourceVersion()).isEqualTo(versionOf("job"));
    assertThat(shown).containsExactly("job");
    assertThat(ofAnotherNamespace.keySet()).containsExactly("elsewhere/another");
  }

  @Test
  void a_status_of_a_resource_that_is_gone_is_not_in_the_cache() {
    OptimizationJob read = create("job");
    keep(store, read);
    OptimizationJob decidedOn = store.get("default/job");
    store.remove("default/job");

    assertThat(writer.write(decidedOn, DECISION)).isTrue();

    assertThat(store.size()).isZero();
  }

  @Test
  void a_status_whose_answer_was_lost_is_the_operators_own() {
    keep(store, create("job"));
    OptimizationJob decidedOn = store.get("default/job");
    cache.writing(decidedOn, SampleJobs.wholeStatus(), stored -> shown.add("found"));

    keep(store, StatusWriter.replace(client, decidedOn, SampleJobs.wholeStatus()));
    cache.recognize(store.get("default/job"));
    cache.recognize(store.get("default/job"));

    assertThat(cache.foreignStatus(store.get("default/job"))).isNull();
    assertThat(shown).as("reported once").containsExactly("found");
  }

  @Test
  void another_status_than_the_one_whose_answer_was_lost_is_not() {
    keep(store, create("job"));
    OptimizationJob decidedOn = store.get("default/job");
    cache.writing(decidedOn, SampleJobs.wholeStatus(), stored -> shown.add("found"));

    OptimizationJobStatus other =
        new OptimizationJobStatus(7L, null, null, null, null, List.of(), List.of());
    keep(store, StatusWriter.replace(client, decidedOn, other));
    cache.recognize(store.get("default/job"));

    assertThat(cache.foreignStatus(store.get("default/job"))).isNotNull();
    assertThat(shown).isEmpty();
  }

  private OptimizationJob create(String name) {
    return create("default", name);
  }

  private OptimizationJob create(String namespace, String name) {
    OptimizationJob created = SampleJobs.named(name);
    created.getMetadata().setNamespace(namespace);
    return client.resource(created).create();
  }

  private String versionOf(String name) {
    return client
        .resources(OptimizationJob.class)
        .inNamespace("default")
        .withName(name)
        .get()
        .getMetadata()
        .getResourceVersion();
  }

  private static void keep(ItemStore<OptimizationJob> store, OptimizationJob resource) {
    store.put(store.getKey(resource), resource);
  }
}
