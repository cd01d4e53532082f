package dev.jobreflector.faults;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.operator.Scene;
import dev.jobreflector.simulator.JobStatus;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A namespace with some resources, that is gone a moment later with all that is in it. */
final class ShortLivedNamespace {

  /** Resources that one has. */
  static final int RESOURCES = 10;

  private static final String RESOURCES_OF =
      "/apis/sagemaker.jobreflector.dev/v1alpha1/namespaces/%s/optimizationjobs";
  private static final String EVENTS_OF = "/apis/events.k8s.io/v1/namespaces/%s/events";

  private final Scene scene;
  private final KubernetesClient client;
  private final String name;
  private final Random random;

  /** What becomes of one resource, by turns. */
  private enum Kind {
    RUNNING,
    ENDING,
    ENDED,
    ABSENT,
    /** Deleted and created again under its name. */
    REMADE
  }

  /**
   * One that is not there yet.
   *
   * @param number no two have the same
   * @param random all chance of its life
   */
  ShortLivedNamespace(Trial trial, int number, Random random) {
    this.scene = trial.scene();
    this.client = trial.server().client();
    this.name = "churn-%05d".formatted(number);
    this.random = random;
  }

  /**
   * Comes, lives and goes.
   *
   * @param longest the longest that it lives
   * @return how many of its resources showed their job before they went
   */
  int live(Duration longest) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    List<String> resources =
        IntStream.range(0, RESOURCES)
            .mapToObj(i -> "%s-%d-%s".formatted(name, i, kind(i).name().toLowerCase(Locale.ROOT)))
            .toList();
    for (int i = 0; i < RESOURCES; i++) {
      begin(resources.get(i), kind(i));
    }
    rest(longest.dividedBy(2));
    for (int i = 0; i < RESOURCES; i++) {
      change(resources.get(i), kind(i));
    }
    rest(longest.dividedBy(2));
    int shown = (int) all().stream().filter(job -> Scene.jobStatus(job) != null).count();
    go(resources);
    resources.forEach(scene.sageMaker().jobs()::remove);
    return shown;
  }

  private void begin(String resource, Kind kind) {
    if (kind != Kind.ABSENT) {
      scene.createJob(resource);
    }
    if (kind == Kind.ENDED) {
      scene.sageMaker().jobs().transition(resource, JobStatus.COMPLETED);
    }
    create(resource);
  }

  private void change(String resource, Kind kind) {
    if (kind == Kind.ENDING) {
      scene.sageMaker().jobs().transition(resource, JobStatus.FAILED);
    } else if (kind == Kind.REMADE) {
      delete(resource);
      create(resource);
    }
  }

  /** Its resources first, or itself first: then the API server refuses Events from then on. */
  private void go(List<String> resources) {
    if (random.nextBoolean()) {
      resources.forEach(this::delete);
      client.namespaces().withName(name).delete();
    } else {
      client.namespaces().withName(name).delete();
      deleteAll(RESOURCES_OF);
    }
    deleteAll(EVENTS_OF);
    // No controller runs here that would do this.
    Namespace terminating = client.namespaces().withName(name).get();
    terminating.getSpec().setFinalizers(List.of());
    String unused =
        client.raw("/api/v1/namespaces/%s/finalize".formatted(name), "PUT", terminating);
  }

  private List<OptimizationJob> all() {
    return client.resources(OptimizationJob.class).inNamespace(name).list().getItems();
  }

  private void create(String resource) {
    OptimizationJob created = SampleJobs.named(resource);
    created.getMetadata().setNamespace(name);
    client.resource(created).create();
  }

  private void delete(String resource) {
    client.resources(OptimizationJob.class).inNamespace(name).withName(resource).delete();
  }

  private void deleteAll(String path) {
    String unused = client.raw(path.formatted(name), "DELETE", null);
  }

  private void rest(Duration longest) {
    LockSupport.parkNanos((long) (longest.toNanos() * random.nextDouble()));
  }

  private static Kind kind(int number) {
    return Kind.values()[number % Kind.values().length];
  }
}
