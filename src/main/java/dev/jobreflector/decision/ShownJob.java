package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The part of a shown job that a list can confirm or contradict.
 *
 * @param optimizationJobStatus the status, as AWS spells it
 * @param creationTime distinguishes the job from another one of the same name
 * @param lastModifiedTime null if AWS did not return it
 */
public record ShownJob(
    String optimizationJobStatus, Instant creationTime, @Nullable Instant lastModifiedTime) {

  /**
   * The part of a description that lists can confirm. Null if there is no description, or if it has
   * no status or no creation time.
   */
  public static @Nullable ShownJob of(@Nullable OptimizationJobDescription description) {
    return description == null
            || description.optimizationJobStatus() == null
            || description.creationTime() == null
        ? null
        : new ShownJob(
            description.optimizationJobStatus(),
            description.creationTime(),
            description.lastModifiedTime());
  }

  /** True if the job is in a final state. */
  public boolean isFinal() {
    return JobState.of(optimizationJobStatus).isFinal();
  }
}
