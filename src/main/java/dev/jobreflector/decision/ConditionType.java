package dev.jobreflector.decision;

/** The conditions that the operator owns, in the order it writes them. */
public enum ConditionType {
  /**
   * True: the job completed. False: the job ended otherwise, is gone, or cannot be described.
   * Unknown: the job has not ended, or its state is not known.
   */
  READY("Ready"),
  /** Present, and True, while the operator polls for the end of the job (kstatus: InProgress). */
  RECONCILING("Reconciling"),
  /**
   * Present, and True, if the job will not complete without a change by the user (kstatus: Failed).
   */
  STALLED("Stalled"),
  /** Present, and True, only for a completed job. */
  COMPLETE("Complete"),
  /** Present, and True, only for a failed or stopped job. */
  FAILED("Failed"),
  /**
   * True in every final state, good or bad, and if an unfinished job is gone; for {@code kubectl
   * wait}.
   */
  FINISHED("Finished"),
  /** Describes the polls, never the job. */
  SYNCED("Synced");

  private final String text;

  ConditionType(String text) {
    this.text = text;
  }

  /** The type as status contains it. */
  public String text() {
    return text;
  }
}
