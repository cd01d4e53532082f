package dev.jobreflector.simulator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One state of a job and when it was entered (cut to milliseconds, as the wire shows it).
 *
 * @param status any text: the API's statuses are open, so tests may make one up
 * @param failureReason set for a failed job only
 * @param recommendedImage set for a completed job only
 */
public record Phase(
    String status,
    Instant since,
    @Nullable String failureReason,
    @Nullable String recommendedImage) {

  public Phase {
    since = since.truncatedTo(ChronoUnit.MILLIS);
  }

  /** A state without a result. */
  public static Phase of(String status, Instant since) {
    return new Phase(status, since, null, null);
  }

  /** A state without a result. */
  public static Phase of(JobStatus status, Instant since) {
    return of(status.name(), since);
  }

  /** COMPLETED; {@code recommendedImage} is null where SageMaker recommends none. */
  public static Phase completed(Instant since, @Nullable String recommendedImage) {
    return new Phase(JobStatus.COMPLETED.name(), since, null, recommendedImage);
  }

  /** FAILED, with the text that Describe shows as FailureReason. */
  public static Phase failed(Instant since, String reason) {
    return new Phase(JobStatus.FAILED.name(), since, reason, null);
  }

  /** Whether the job stays in this state. */
  public boolean isFinal() {
    return JobStatus.isFinal(status);
  }
}
