package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision about a resource rests on.
 *
 * @param resource the resource as the cluster has it; not changed
 * @param job what polls of its job have learned
 * @param account whether its account and region answers
 * @param answeredRequest the reconcile request that the newest poll answered; null where none
 * @param pollingSince when this replica began to poll; first polls are spread from here. By the
 *     clock of observations, which nobody sets
 * @param now the time, by the clock of what is written
 */
public record Gathered(
    OptimizationJob resource,
    PollHistory job,
    AccountHealth account,
    @Nullable String answeredRequest,
    Instant pollingSince,
    Instant now) {

  private static final OptimizationJobStatus NO_STATUS =
      new OptimizationJobStatus(null, null, null, null, null, List.of(), List.of());

  OptimizationJobSpec spec() {
    return resource.getSpec() == null ? OptimizationJobSpec.EMPTY : resource.getSpec();
  }

  /** The status in the cluster; an empty one where it has none. */
  OptimizationJobStatus status() {
    return resource.getStatus() == null ? NO_STATUS : resource.getStatus();
  }

  /** The job as it is shown now; null where it was never seen. */
  @Nullable OptimizationJobDescription shownDescription() {
    OptimizationJobDescription description = status().description();
    return description == null || description.optimizationJobStatus() == null ? null : description;
  }

  @Nullable Condition condition(ConditionType type) {
    return status().conditions().stream()
        .filter(condition -> condition.type().equals(type.text()))
        .findFirst()
        .orElse(null);
  }

  boolean suspended() {
    return Boolean.TRUE.equals(spec().suspend());
  }

  long generation() {
    Long generation = resource.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  /** The text of the reconcile request; null where there is none. */
  @Nullable String requested() {
    var annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(OptimizationJob.RECONCILE_REQUESTED_AT);
  }

  String uid() {
    String uid = resource.getMetadata().getUid();
    return uid == null ? "" : uid;
  }
}
