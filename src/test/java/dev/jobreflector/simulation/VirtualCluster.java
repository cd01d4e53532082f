package dev.jobreflector.simulation;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.decision.ShownJob;
import dev.jobreflector.schedule.FinishedJob;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resources in memory. One that is created by name alone has the name of its job; if it is called
 * {@code team/name} it is in that namespace, else in the default one.
 */
final class VirtualCluster {

  private static final String NAMESPACE = "default";

  private final Map<ResourceKey, OptimizationJob> resources = new HashMap<>();

  static ResourceKey key(String name) {
    int slash = name.indexOf('/');
    return slash < 0
        ? new ResourceKey(NAMESPACE, name)
        : new ResourceKey(name.substring(0, slash), name.substring(slash + 1));
  }

  /** Creates a resource as an API server does, at this time. */
  OptimizationJob create(ResourceKey key, String jobName, Instant now) {
    OptimizationJob resource = new OptimizationJob();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(key.namespace())
            .withName(key.name())
            .withUid("uid-" + key.namespace() + "-" + key.name())
            .withGeneration(1L)
            .withCreationTimestamp(now.truncatedTo(ChronoUnit.SECONDS).toString())
            .build());
    resource.setSpec(
        jobName.equals(key.name())
            ? OptimizationJobSpec.EMPTY
            : new OptimizationJobSpec(jobName, null, null, null));
    resource.setStatus(OptimizationJobStatus.PENDING);
    resources.put(key, resource);
    return resource;
  }

  /** The job that a resource names. */
  String jobName(ResourceKey key) {
    OptimizationJob resource = resources.get(key);
    String named = resource == null ? null : resource.getSpec().optimizationJobName();
    return named == null ? key.name() : named;
  }

  Set<ResourceKey> keys() {
    return Set.copyOf(resources.keySet());
  }

  /** The resource; null where there is none. */
  @Nullable OptimizationJob get(ResourceKey key) {
    return resources.get(key);
  }

  void remove(ResourceKey key) {
    resources.remove(key);
  }

  int size() {
    return resources.size();
  }

  /** What a resource shows of its job; null where that was never seen. */
  static @Nullable ShownJob shown(OptimizationJob resource) {
    return ShownJob.of(resource.getStatus().description());
  }

  /** The resources whose job has ended. */
  List<FinishedJob> finishedJobs() {
    List<FinishedJob> finished = new ArrayList<>();
    resources.forEach(
        (key, resource) -> {
          ShownJob shown = shown(resource);
          if (shown != null && shown.isFinal()) {
            finished.add(new FinishedJob(key, jobName(key), shown.creationTime()));
          }
        });
    return finished;
  }
}
