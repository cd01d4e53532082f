package dev.jobreflector.decision;

/** The conditions this operator owns, in the order it writes them. */
public enum ConditionType {
  /** True: the job completed. False: it ended otherwise. Unknown: not ended, or not known. */
  READY("Ready"),
  /** Present, and True, while the end is still to come (kstatus: InProgress). */
  RECONCILING("Reconciling"),
  /** Present, and True, where the job will not complete by itself (kstatus: Failed). */
  STALLED("Stalled"),
  /** Present, and True, only for a completed job. */
  COMPLETE("Complete"),
  /** Present, and True, only for a failed or stopped job. */
  FAILED("Failed"),
  /** True in every final state, good or bad; for {@code kubectl wait}. */
  FINISHED("Finished"),
  /** Tells of the poll itself, never of the job. */
  SYNCED("Synced");

  private final String text;

  ConditionType(String text) {
    this.text = text;
  }

  /** The type as it stands in status. */
  public String text() {
    return text;
  }
}
