package dev.jobreflector.schedule;

/** Why the operator cannot fully use the lists of an account and region. */
public enum ListDegradation {
  /**
   * AWS refuses lists, or lists are not usable: each unfinished job is polled individually. Ends
   * when a sweep is complete.
   */
  UNUSABLE,
  /** Unfinished jobs are missing from lists: these jobs are polled individually. Never ends. */
  INCOMPLETE,
  /**
   * The audit's pages fail, or describes contradict them: finished jobs are described individually.
   * Ends when a page is right again.
   */
  AUDIT_WITHOUT_LISTS
}
