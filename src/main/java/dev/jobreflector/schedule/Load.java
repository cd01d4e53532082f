package dev.jobreflector.schedule;

/**
 * What waits to be described, and how fast it can be: what a sweep may take of the budget.
 *
 * @param newJobs due jobs that were never described
 * @param unlistedJobs those of them that no list has shown
 * @param changedJobs jobs of which a list shows that they changed
 * @param rate requests a second that are left for them and for lists, above 0
 */
record Load(int newJobs, int unlistedJobs, int changedJobs, double rate) {

  private static final double LONG_SECONDS = 120;
  private static final double SHORT_SECONDS = 5;

  /**
   * What waits, at this rate of all calls: while requests wait for long, every third one is theirs.
   *
   * @param requestedJobs jobs that were requested by annotation
   */
  static Load of(int requestedJobs, int newJobs, int unlistedJobs, int changedJobs, double rate) {
    boolean shared = requestedJobs > rate * SHORT_SECONDS;
    return new Load(newJobs, unlistedJobs, changedJobs, shared ? rate * 2 / 3 : rate);
  }

  /** True where describing the new jobs takes so long that their order matters. */
  boolean hasManyNewJobs() {
    return isMany(newJobs);
  }

  /** True where it takes long to describe so many jobs. */
  boolean isMany(int jobs) {
    return jobs > rate * LONG_SECONDS;
  }

  /** True where new jobs wait; each of them is worth more than one more look at a known one. */
  boolean hasNewJobs() {
    return newJobs > rate * SHORT_SECONDS;
  }

  /** True where new jobs wait of which no list has told in what order to describe them. */
  boolean hasUnlistedJobs() {
    return unlistedJobs > rate * SHORT_SECONDS;
  }

  /** True where changed jobs wait; to find more of them is of no use before they are described. */
  boolean hasChangedJobs() {
    return changedJobs > rate * SHORT_SECONDS;
  }
}
