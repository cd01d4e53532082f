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
 * The input of a decision about a resource.
 *
 * @param resource the resource as the cluster has it; never changed
 * @param foreign set if another client wrote the status; null if the status is the operator's own
 * @param polls the results of polls that concern the resource, by the clock of observations
 * @param now the present time, by the clock for times in status
 */
public record ReconcileInput(
    OptimizationJob resource, @Nullable ForeignStatus foreign, PollSnapshot polls, Instant now) {

  private static final OptimizationJobStatus NO_STATUS =
      new OptimizationJobStatus(null, null, null, null, null, List.of(), List.of());

  /** The input if the stored status is the operator's own. */
  public ReconcileInput(OptimizationJob resource, PollSnapshot polls, Instant now) {
    this(resource, null, polls, now);
  }

  OptimizationJobSpec spec() {
    return resource.getSpec() == null ? OptimizationJobSpec.EMPTY : resource.getSpec();
  }

  /** The status in the cluster, by any writer; an empty status if there is none. */
  OptimizationJobStatus stored() {
    return resource.getStatus() == null ? NO_STATUS : resource.getStatus();
  }

  /** The status that the operator decided last. If that is not known, the stored status. */
  OptimizationJobStatus status() {
    return foreign == null || foreign.own() == null ? stored() : foreign.own();
  }

  /** True if the operator's last status is not known. Then only a poll can show what is right. */
  boolean isOwnStatusUnknown() {
    return foreign != null && foreign.own() == null;
  }

  /** The description in status; null if the job was never described. */
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

  /** True if spec suspends the polls of the job. */
  public boolean suspended() {
    return Boolean.TRUE.equals(spec().suspend());
  }

  long generation() {
    Long generation = resource.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  /** The text of the reconcile request; null if there is none. */
  @Nullable String requested() {
    var annotations = resource.getMetadata().getAnnotations();
    String text =
        annotations == null ? null : annotations.get(OptimizationJob.RECONCILE_REQUESTED_AT);
    return text == null ? null : ReconcileRequest.cut(text);
  }

  /**
   * When the resource was created, in whole seconds; 1970 if the resource does not contain the
   * time.
   */
  Instant creationTime() {
    String created = resource.getMetadata().getCreationTimestamp();
    return created == null ? Instant.EPOCH : Instant.parse(created);
  }

  String uid() {
    String uid = resource.getMetadata().getUid();
    return uid == null ? "" : uid;
  }
}
