package dev.jobreflector.decision;

/**
 * The state of a job as its OptimizationJobStatus tells it. The API may add values, so whatever is
 * not known is {@link #UNKNOWN}: unfinished, and shown as it came.
 */
public enum JobState {
  STARTING("Starting", false),
  INPROGRESS("InProgress", false),
  STOPPING("Stopping", false),
  COMPLETED("Completed", true),
  FAILED("Failed", true),
  STOPPED("Stopped", true),
  UNKNOWN("UnknownStatus", false);

  private final String reason;
  private final boolean finalState;

  JobState(String reason, boolean finalState) {
    this.reason = reason;
    this.finalState = finalState;
  }

  /** The state that an OptimizationJobStatus value, as it came from AWS, stands for. */
  public static JobState of(String optimizationJobStatus) {
    return switch (optimizationJobStatus) {
      case "STARTING" -> STARTING;
      case "INPROGRESS" -> INPROGRESS;
      case "STOPPING" -> STOPPING;
      case "COMPLETED" -> COMPLETED;
      case "FAILED" -> FAILED;
      case "STOPPED" -> STOPPED;
      default -> UNKNOWN;
    };
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
