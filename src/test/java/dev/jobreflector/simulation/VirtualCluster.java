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
import org.jspecify.annotations.Nullable;

/** The resources of one namespace, in memory; each has the name of its job. */
final class VirtualCluster {

  private static final String NAMESPACE = "default";

  private final Map<ResourceKey, OptimizationJob> resources = new HashMap<>();

  static ResourceKey key(String name) {
    return new ResourceKey(NAMESPACE, name);
  }

  /** Creates a resource as an API server does, at this time. */
  OptimizationJob create(String name, Instant now) {
    OptimizationJob resource = new OptimizationJob();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(NAMESPACE)
            .withName(name)
            .withUid("uid-" + name)
            .withGeneration(1L)
            .withCreationTimestamp(now.truncatedTo(ChronoUnit.SECONDS).toString())
            .build());
    resource.setSpec(OptimizationJobSpec.EMPTY);
    resource.setStatus(OptimizationJobStatus.PENDING);
    resources.put(key(name), resource);
    return resource;
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
            finished.add(new FinishedJob(key, key.name(), shown.creationTime()));
          }
        });
    return finished;
  }
}
