package dev.jobreflector.schedule;

import dev.jobreflector.decision.JobState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of ListOptimizationJobs as AWS returned it. It decides which jobs to describe; the
 * operator never writes it to status.
 *
 * @param jobs newest first; may be empty although more pages follow
 * @param nextToken the token of the next page; null if this page is the last
 */
public record ListPage(List<ListedJob> jobs, @Nullable String nextToken) {

  /** Copies the list, so that the record is immutable. */
  public ListPage {
    jobs = List.copyOf(jobs);
  }

  /**
   * A job as a list shows it.
   *
   * @param name the job's name
   * @param optimizationJobStatus the status as AWS spells it
   * @param creationTime when the job was created
   * @param lastModifiedTime when the job last changed; null if AWS returned none
   */
  public record ListedJob(
      String name,
      String optimizationJobStatus,
      Instant creationTime,
      @Nullable Instant lastModifiedTime) {

    /** True if the job has not ended. */
    boolean isUnfinished() {
      return !JobState.of(optimizationJobStatus).isFinal();
    }

    /** True if the job failed. */
    boolean isFailed() {
      return JobState.of(optimizationJobStatus) == JobState.FAILED;
    }
  }
}
