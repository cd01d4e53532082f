package dev.jobreflector.decision;

import java.util.Arrays;

/**
 * The state of a job as its OptimizationJobStatus tells it. The API may add values, so whatever is
 * not known is {@link #UNKNOWN}: unfinished, and shown as it came.
 */
public enum JobState {
  STARTING("STARTING", "Starting", false),
  INPROGRESS("INPROGRESS", "InProgress", false),
  STOPPING("STOPPING", "Stopping", false),
  COMPLETED("COMPLETED", "Completed", true),
  FAILED("FAILED", "Failed", true),
  STOPPED("STOPPED", "Stopped", true),
  UNKNOWN("", "UnknownStatus", false);

  private final String optimizationJobStatus;
  private final String reason;
  private final boolean finalState;

  JobState(String optimizationJobStatus, String reason, boolean finalState) {
    this.optimizationJobStatus = optimizationJobStatus;
    this.reason = reason;
    this.finalState = finalState;
  }

  /** The state that an OptimizationJobStatus value, as it came from AWS, stands for. */
  public static JobState of(String optimizationJobStatus) {
    return Arrays.stream(values())
        .filter(
            state -> state != UNKNOWN && state.optimizationJobStatus.equals(optimizationJobStatus))
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** The reason that conditions and Events give for it. */
  public String reason() {
    return reason;
  }

  /** True where the job will never leave it. */
  public boolean isFinal() {
    return finalState;
  }
}
