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
 * @param foreign its status, if another client wrote it; null if it is the operator's own
 * @param polls what polls have learned that concerns it, by the clock of observations
 * @param now the time, by the clock of what is written
 */
public record ReconcileInput(
    OptimizationJob resource, @Nullable ForeignStatus foreign, PollSnapshot polls, Instant now) {

  private static final OptimizationJobStatus NO_STATUS =
      new OptimizationJobStatus(null, null, null, null, null, List.of(), List.of());

  /** What a decision rests on where the stored status is the operator's own. */
  public ReconcileInput(OptimizationJob resource, PollSnapshot polls, Instant now) {
    this(resource, null, polls, now);
  }

  OptimizationJobSpec spec() {
    return resource.getSpec() == null ? OptimizationJobSpec.EMPTY : resource.getSpec();
  }

  /** The status in the cluster, whoever wrote it; an empty one if it has none. */
  OptimizationJobStatus stored() {
    return resource.getStatus() == null ? NO_STATUS : resource.getStatus();
  }

  /**
   * The status that the operator decided last: what is stored, unless another client wrote over it.
   */
  OptimizationJobStatus status() {
    return foreign == null || foreign.own() == null ? stored() : foreign.own();
  }

  /** True if nothing tells what the operator decided last: a poll must tell what is right. */
  boolean isOwnStatusUnknown() {
    return foreign != null && foreign.own() == null;
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

  /** True where spec says that AWS is not to be asked. */
  public boolean suspended() {
    return Boolean.TRUE.equals(spec().suspend());
  }

  long generation() {
    Long generation = resource.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  /** The text of the reconcile request; null where there is none. */
  @Nullable String requested() {
    var annotations = resource.getMetadata().getAnnotations();
    String text =
        annotations == null ? null : annotations.get(OptimizationJob.RECONCILE_REQUESTED_AT);
    return text == null ? null : ReconcileRequest.cut(text);
  }

  /** When the resource was created, in whole seconds; 1970 where nothing says so. */
  Instant creationTime() {
    String created = resource.getMetadata().getCreationTimestamp();
    return created == null ? Instant.EPOCH : Instant.parse(created);
  }

  String uid() {
    String uid = resource.getMetadata().getUid();
    return uid == null ? "" : uid;
  }
}
