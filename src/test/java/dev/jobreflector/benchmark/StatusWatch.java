package dev.jobreflector.benchmark;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the resources of a namespace are seen to show from now on: a watch of the benchmark's own.
 */
final class StatusWatch implements AutoCloseable {

  /**
   * A resource was created or written.
   *
   * @param jobStatus the status of its job; null where it shows none
   * @param synced the status of condition Synced; empty where it is absent
   * @param nanos when it was seen
   */
  record Shown(String name, @Nullable String jobStatus, String synced, long nanos) {}

  private final Map<String, Shown> newest = new ConcurrentHashMap<>();
  private final Map<String, Integer> writes = new ConcurrentHashMap<>();
  private final List<Consumer<Shown>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Exception> broken = new AtomicReference<>();
  private final Watch watch;

  StatusWatch(KubernetesClient client, String namespace) {
    var resources = client.resources(OptimizationJob.class).inNamespace(namespace);
    String now =
        resources
            .list(new ListOptionsBuilder().withLimit(1L).build())
            .getMetadata()
            .getResourceVersion();
    watch =
        resources.watch(
            new ListOptionsBuilder().withResourceVersion(now).build(),
            new Watcher<OptimizationJob>() {
              @Override
              public void eventReceived(Action action, OptimizationJob resource) {
                received(action, resource);
              }

              @Override
              public void onClose(WatcherException cause) {
                broken.set(cause);
              }
            });
  }

  /** Is told of each resource created or written. */
  void onShown(Consumer<Shown> listener) {
    listeners.add(listener);
  }

  /** The status of the resource's job as it was last seen; null where none was. */
  @Nullable String jobStatus(String resource) {
    Shown shown = newest.get(resource);
    return shown == null ? null : shown.jobStatus();
  }

  /** How many of these resources were last seen to show this status of their job. */
  int showing(List<String> resources, String jobStatus) {
    return (int) resources.stream().filter(name -> jobStatus.equals(jobStatus(name))).count();
  }

  /** How many resources were last seen with condition Synced of this status. */
  int synced(String status) {
    return (int) newest.values().stream().filter(shown -> shown.synced().equals(status)).count();
  }

  /** How often the resource written most often was written, and forgets it. */
  int mostWrites() {
    int most = writes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    writes.clear();
    return most;
  }

  /** Fails where the watch has ended: what was measured since is not true. */
  void check() {
    Exception cause = broken.get();
    if (cause != null) {
      throw new IllegalStateException("The benchmark's watch has ended", cause);
    }
  }

  @Override
  public void close() {
    watch.close();
  }

  private void received(Watcher.Action action, OptimizationJob resource) {
    long nanos = System.nanoTime();
    String name = resource.getMetadata().getName();
    if (action == Watcher.Action.MODIFIED) {
      writes.merge(name, 1, Integer::sum);
    } else if (action != Watcher.Action.ADDED) {
      newest.remove(name);
      return;
    }
    OptimizationJobStatus status = resource.getStatus();
    Shown shown = new Shown(name, jobStatus(status), synced(status), nanos);
    newest.put(name, shown);
    listeners.forEach(listener -> listener.accept(shown));
  }

  private static @Nullable String jobStatus(@Nullable OptimizationJobStatus status) {
    return status == null || status.description() == null
        ? null
        : status.description().optimizationJobStatus();
  }

  private static String synced(@Nullable OptimizationJobStatus status) {
    List<Condition> conditions = status == null ? List.of() : status.conditions();
    return conditions.stream()
        .filter(condition -> condition.type().equals("Synced"))
        .map(Condition::status)
        .findFirst()
        .orElse("");
  }
}
