package dev.jobreflector.operator;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Every version of the resources of one namespace, from the making of this object on. */
public final class StatusHistory implements AutoCloseable {

  private final KubernetesClient client;
  private final String namespace;
  private final List<OptimizationJob> versions = new CopyOnWriteArrayList<>();
  private final Map<String, Long> seenAt = new ConcurrentHashMap<>();
  private final Watch watch;

  /** From now on, of one namespace. */
  public StatusHistory(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.watch =
        client
            .resources(OptimizationJob.class)
            .inNamespace(namespace)
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, OptimizationJob resource) {
                    if (action == Action.ADDED || action == Action.MODIFIED) {
                      seenAt.put(resource.getMetadata().getResourceVersion(), System.nanoTime());
                      versions.add(resource);
                    }
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    // The versions missed make every wait for them fail.
                  }
                });
  }

  /** Every version of a resource up to the present one, the created one first. */
  public List<OptimizationJob> versions(String resource) {
    String present =
        client
            .resources(OptimizationJob.class)
            .inNamespace(namespace)
            .withName(resource)
            .get()
            .getMetadata()
            .getResourceVersion();
    return Awaitility.await("version " + present + " of " + resource)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> known(resource),
            known ->
                known.stream()
                    .anyMatch(
                        version -> version.getMetadata().getResourceVersion().equals(present)));
  }

  /** When a version of these was seen, on {@link System#nanoTime()}'s scale. */
  public long seenAt(OptimizationJob version) {
    return seenAt.get(version.getMetadata().getResourceVersion());
  }

  /** How many times a resource was written since it was created. */
  public int writes(String resource) {
    return versions(resource).size() - 1;
  }

  private List<OptimizationJob> known(String resource) {
    return versions.stream()
        .filter(version -> version.getMetadata().getName().equals(resource))
        .toList();
  }

  @Override
  public void close() {
    watch.close();
  }
}
