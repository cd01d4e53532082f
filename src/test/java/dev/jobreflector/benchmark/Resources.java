package dev.jobreflector.benchmark;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.measurement.Parallel;
import dev.jobreflector.measurement.Progress;
import dev.jobreflector.reconcile.StatusWriter;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The OptimizationJobs of one namespace, made and changed with bare Fabric8 calls. */
final class Resources {

  /** As many as an informer is wise to ask for at once. */
  private static final long PAGE = 500;

  private static final int SAID_EACH = 10_000;

  private final KubernetesClient client;
  private final URI etcd;
  private final String namespace;
  private final ReflectedStatus reflected;
  private final Progress progress;

  Resources(RealApiServer server, String namespace, ReflectedStatus reflected, Progress progress) {
    this.client = server.operatorsClient();
    this.etcd = server.etcdEndpoint();
    this.namespace = namespace;
    this.reflected = reflected;
    this.progress = progress;
  }

  /** Watches them, from now on. */
  StatusWatch watch() {
    return new StatusWatch(client, namespace);
  }

  /** Creates a resource for the job of its name. */
  OptimizationJob create(String name) {
    return client.resource(resource(name, new ObjectMeta())).create();
  }

  /** Puts resources into etcd that show their jobs as an operator would have shown them. */
  void storeReflected(List<String> names, int threads) throws InterruptedException {
    long begin = System.nanoTime();
    AtomicInteger done = new AtomicInteger();
    StoredResources stored = new StoredResources(client, etcd);
    Parallel.forEach(
        threads,
        names,
        name -> {
          OptimizationJob resource = unstored(name);
          stored.store(resource, reflected.decide(resource, reflected.describe(name)).status());
          if (done.incrementAndGet() % SAID_EACH == 0) {
            progress.say("%,d of %,d resources".formatted(done.get(), names.size()));
          }
        });
    awaitApiServer();
    progress.say(
        "%,d resources are there, with status, after %.1f s"
            .formatted(names.size(), (System.nanoTime() - begin) / 1e9));
  }

  // It follows etcd from behind. A second page is refused, after 3 s, where it has not come so far.
  private void awaitApiServer() {
    var all = client.resources(OptimizationJob.class).inNamespace(namespace);
    boolean behind = true;
    while (behind) {
      String next =
          all.list(new ListOptionsBuilder().withLimit(1L).build()).getMetadata().getContinue();
      try {
        all.list(new ListOptionsBuilder().withLimit(1L).withContinue(next).build());
        behind = false;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_GATEWAY_TIMEOUT) {
          throw e;
        }
      }
    }
  }

  // As the API server answers for one that was just created.
  private OptimizationJob unstored(String name) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return resource(
        name,
        new ObjectMetaBuilder().withGeneration(1L).withCreationTimestamp(now.toString()).build());
  }

  private OptimizationJob resource(String name, ObjectMeta metadata) {
    metadata.setNamespace(namespace);
    metadata.setName(name);
    OptimizationJob resource = new OptimizationJob();
    resource.setMetadata(metadata);
    return resource;
  }

  /** Writes a status as the operator does: one PUT with a resourceVersion. */
  OptimizationJob apply(OptimizationJob resource, OptimizationJobStatus status) {
    return StatusWriter.replace(client, resource, status);
  }

  /** The resource as it is. */
  OptimizationJob get(String name) {
    return client.resources(OptimizationJob.class).inNamespace(namespace).withName(name).get();
  }

  /** Deletes a resource. */
  void delete(String name) {
    client.resources(OptimizationJob.class).inNamespace(namespace).withName(name).delete();
  }

  /** Lists them all in pages and keeps none: the seconds it took. */
  double secondsToList() {
    long begin = System.nanoTime();
    @Nullable String next = null;
    do {
      var page =
          client
              .resources(OptimizationJob.class)
              .inNamespace(namespace)
              .list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return (System.nanoTime() - begin) / 1e9;
  }
}
