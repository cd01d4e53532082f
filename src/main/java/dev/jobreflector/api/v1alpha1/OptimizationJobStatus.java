package dev.jobreflector.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the job.
 *
 * @param observedGeneration the metadata.generation last answered; -1: none yet
 * @param lastHandledReconcileAt the reconcile request last answered; null: none
 * @param region the AWS region that was asked, pinned; null: not known yet
 * @param accountId the AWS account that answered, 12 digits, pinned; null: not known yet
 * @param description the DescribeOptimizationJob response, its fields shown directly under status;
 *     null: the job was never seen
 * @param transitions the last states seen, oldest first; never null, absent where empty
 * @param conditions at most one of each type; never null, absent where empty
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonDeserialize(builder = OptimizationJobStatus.Read.class)
public record OptimizationJobStatus(
    @Nullable
        @JsonPropertyDescription(
            "The metadata.generation that this status answers; -1 until the operator's first.")
        Long observedGeneration,
    @Nullable
        @Size(max = REQUEST_LIMIT)
        @JsonPropertyDescription(
            "The text of the annotation sagemaker.jobreflector.dev/reconcile-requested-at whose"
                + " poll was done last, well or not; its first 256 characters.")
        String lastHandledReconcileAt,
    @Nullable
        @JsonPropertyDescription(
            "The AWS region that is asked for the job; never changes once set.")
        String region,
    @Nullable
        @JsonPropertyDescription(
            "The AWS account that holds the job, 12 digits; never changes once set.")
        String accountId,
    @Nullable @JsonUnwrapped OptimizationJobDescription description,
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription("The last 20 states that the operator saw, oldest first.")
        List<StateTransition> transitions,
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
            "Ready: the job completed and its output can be used. Finished: it will not change any"
                + " more, for better or worse (wait for this one). Complete and Failed: only after"
                + " the end. Reconciling and Stalled: for kstatus (Flux, Helm). Synced: whether"
                + " the last polls reached the job in AWS.")
        List<Condition> conditions) {

  /** The most characters of a reconcile request that are echoed. */
  public static final int REQUEST_LIMIT = 256;

  /** What the API server puts in a new resource, before the operator has seen it. */
  public static final OptimizationJobStatus PENDING =
      new OptimizationJobStatus(
          -1L, null, null, null, null, List.of(), List.of(pending("Ready"), pending("Finished")));

  public OptimizationJobStatus {
    // The unwrapped fields make an object where none of them is there.
    description = OptimizationJobDescription.EMPTY.equals(description) ? null : description;
    transitions = Canonical.list(transitions);
    conditions = Canonical.list(conditions);
  }

  private static Condition pending(String type) {
    return new Condition(
        type,
        type.equals("Finished") ? "False" : "Unknown",
        "Pending",
        "Not polled yet; if this stays, see whether the operator runs and watches this namespace.",
        Instant.EPOCH,
        null);
  }

  /**
   * The fields as they are read: Fabric8's mapper wraps record components in a way that Jackson
   * cannot unwrap.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  static final class Read {
    @JsonProperty private @Nullable Long observedGeneration;
    @JsonProperty private @Nullable String lastHandledReconcileAt;
    @JsonProperty private @Nullable String region;
    @JsonProperty private @Nullable String accountId;
    @JsonUnwrapped private @Nullable OptimizationJobDescription description;
    @JsonProperty private List<StateTransition> transitions = List.of();
    @JsonProperty private List<Condition> conditions = List.of();

    OptimizationJobStatus build() {
      return new OptimizationJobStatus(
          observedGeneration,
          lastHandledReconcileAt,
          region,
          accountId,
          description,
          transitions,
          conditions);
    }
  }
}
