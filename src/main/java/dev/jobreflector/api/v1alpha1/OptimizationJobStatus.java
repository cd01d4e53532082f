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
 * The last known state of the job.
 *
 * @param observedGeneration the metadata.generation that the status is based on; -1 before the
 *     operator first writes it
 * @param lastHandledReconcileAt the last reconcile request that a poll answered; null if none
 * @param region the AWS region of the job, which never changes; null if not known yet
 * @param accountId the AWS account of the job, 12 digits, which never changes; null if not known
 *     yet
 * @param description the DescribeOptimizationJob response, whose fields are directly under status;
 *     null if the job was never described
 * @param transitions the last states seen, oldest first; never null, and not serialized if empty
 * @param conditions at most one of each type; never null, and not serialized if empty
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonDeserialize(builder = OptimizationJobStatus.Read.class)
public record OptimizationJobStatus(
    @Nullable
        @JsonPropertyDescription(
            "The metadata.generation that this status is based on; -1 until the operator first"
                + " writes status.")
        Long observedGeneration,
    @Nullable
        @Size(max = REQUEST_LIMIT)
        @JsonPropertyDescription(
            "The last value of the annotation sagemaker.jobreflector.dev/reconcile-requested-at"
                + " that the operator handled by a poll, successful or not; its first 256"
                + " characters.")
        String lastHandledReconcileAt,
    @Nullable @JsonPropertyDescription("The AWS region of the job; never changes once set.")
        String region,
    @Nullable
        @JsonPropertyDescription("The AWS account of the job, 12 digits; never changes once set.")
        String accountId,
    @Nullable @JsonUnwrapped OptimizationJobDescription description,
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription("The last 20 states that the operator saw, oldest first.")
        List<StateTransition> transitions,
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonPropertyDescription(
            "Ready: the job completed and its output can be used. Finished: the job will not"
                + " change any more, whether it succeeded or not; wait for this one. Complete and"
                + " Failed: present only after the job ended. Reconciling and Stalled: for kstatus"
                + " (Flux, Helm). Synced: whether the last polls reached the job in AWS.")
        List<Condition> conditions) {

  /** The most characters of a reconcile request that status repeats. */
  public static final int REQUEST_LIMIT = 256;

  /** The status that the API server gives a new resource, before the operator writes one. */
  public static final OptimizationJobStatus PENDING =
      new OptimizationJobStatus(
          -1L, null, null, null, null, List.of(), List.of(pending("Ready"), pending("Finished")));

  public OptimizationJobStatus {
    // Jackson creates a description even if none of its fields is present.
    description = OptimizationJobDescription.EMPTY.equals(description) ? null : description;
    transitions = Canonical.list(transitions);
    conditions = Canonical.list(conditions);
  }

  private static Condition pending(String type) {
    return new Condition(
        type,
        type.equals("Finished") ? "False" : "Unknown",
        "Pending",
        "Not polled yet. If this message stays, check that the operator runs and watches this"
            + " namespace.",
        Instant.EPOCH,
        null);
  }

  /** Deserializes a status: Jackson cannot unwrap record components in Fabric8's mapper. */
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
