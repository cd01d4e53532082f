package dev.jobreflector.schedule;

/** What keeps the lists of an account and region from being of full use. */
public enum ListDegradation {
  /**
   * They are refused, or of no use: each unfinished job is described by itself. From when that
   * shows until a list has come to its end again.
   */
  UNUSABLE,
  /**
   * They leave out jobs that AWS describes as unfinished: these are described by themselves. Holds
   * for good once it showed.
   */
  INCOMPLETE,
  /**
   * The pages that check the finished jobs do not come, or describes contradict them: these jobs
   * are described by themselves. Until a page is believed.
   */
  AUDIT_WITHOUT_LISTS
}
