package dev.jobreflector.decision;

/**
 * The state of a job, from its OptimizationJobStatus. The API may add values: {@link #UNKNOWN} is
 * any value that this version does not know. Such a job counts as unfinished, and status shows the
 * value as AWS returned it.
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

  /** The state for a value of OptimizationJobStatus, as AWS returned it. */
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

  /** The reason of the conditions and Events for this state. */
  public String reason() {
    return reason;
  }

  /** True if a job never leaves this state. */
  public boolean isFinal() {
    return finalState;
  }
}
