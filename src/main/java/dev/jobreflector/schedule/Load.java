package dev.jobreflector.schedule;

/**
 * The due jobs and the rate to describe them. Decides what share of the budget a sweep may use.
 *
 * @param newJobs due jobs that were never described for their resource
 * @param unlistedJobs new jobs that no list has shown
 * @param changedJobs due jobs that changed according to a list
 * @param rate requests per second for these jobs and for lists, above 0
 */
record Load(int newJobs, int unlistedJobs, int changedJobs, double rate) {

  private static final double LONG_SECONDS = 120;
  private static final double SHORT_SECONDS = 5;

  /**
   * Creates a load. If the requested polls take more than 5 s, they use a third of the rate.
   *
   * @param requestedJobs due jobs with a poll requested by annotation
   */
  static Load of(int requestedJobs, int newJobs, int unlistedJobs, int changedJobs, double rate) {
    boolean shared = requestedJobs > rate * SHORT_SECONDS;
    return new Load(newJobs, unlistedJobs, changedJobs, shared ? rate * 2 / 3 : rate);
  }

  /** True if describing the new jobs takes more than 120 s, so that their order matters. */
  boolean hasManyNewJobs() {
    return isMany(newJobs);
  }

  /** True if describing this many jobs takes more than 120 s. */
  boolean isMany(int jobs) {
    return jobs > rate * LONG_SECONDS;
  }

  /**
   * True if describing the new jobs takes more than 5 s. Describing a new job is more useful than
   * polling a known job again.
   */
  boolean hasBacklogOfNewJobs() {
    return newJobs > rate * SHORT_SECONDS;
  }

  /** True if describing the new jobs that no list has shown takes more than 5 s. */
  boolean hasBacklogOfUnlistedJobs() {
    return unlistedJobs > rate * SHORT_SECONDS;
  }

  /**
   * True if describing the changed jobs takes more than 5 s. To find more changes before that is of
   * no use.
   */
  boolean hasBacklogOfChangedJobs() {
    return changedJobs > rate * SHORT_SECONDS;
  }
}
