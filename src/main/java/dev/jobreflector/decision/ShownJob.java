package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a job that a list can confirm or contradict.
 *
 * @param optimizationJobStatus as AWS spells it
 * @param creationTime tells the job from another of its name
 * @param lastModifiedTime null where AWS did not say
 */
public record ShownJob(
    String optimizationJobStatus, Instant creationTime, @Nullable Instant lastModifiedTime) {

  /** Of a description; null where there is none, or none that a list could be compared with. */
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

  /** True where the job will change no more. */
  public boolean isFinal() {
    return JobState.of(optimizationJobStatus).isFinal();
  }
}
