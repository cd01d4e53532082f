package dev.jobreflector.schedule;

import dev.jobreflector.decision.JobState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of ListOptimizationJobs as AWS answered it. It orders the describes and is never shown.
 *
 * @param jobs newest first; may be empty though more pages follow
 * @param nextToken of the page after it; null where this is the last
 */
public record ListPage(List<ListedJob> jobs, @Nullable String nextToken) {

  /** Makes the list unmodifiable. */
  public ListPage {
    jobs = List.copyOf(jobs);
  }

  /**
   * A job as a list shows it.
   *
   * @param name the job's name
   * @param optimizationJobStatus as AWS spells it
   * @param creationTime when it was created
   * @param lastModifiedTime null where AWS did not say
   */
  public record ListedJob(
      String name,
      String optimizationJobStatus,
      Instant creationTime,
      @Nullable Instant lastModifiedTime) {

    /** True where the job may still change. */
    boolean isUnfinished() {
      return !JobState.of(optimizationJobStatus).isFinal();
    }

    /** True where the job failed. */
    boolean isFailed() {
      return JobState.of(optimizationJobStatus) == JobState.FAILED;
    }
  }
}
