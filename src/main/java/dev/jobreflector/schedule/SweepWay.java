package dev.jobreflector.schedule;

/** How the unfinished jobs of an account and region are looked at. */
enum SweepWay {
  /** One call for each job, at its own period. */
  DESCRIBE_EACH,
  /** The lists of the three unfinished states. */
  LIST_ACTIVE,
  /** The list of all jobs since the oldest unfinished one was created. */
  LIST_RECENT
}
