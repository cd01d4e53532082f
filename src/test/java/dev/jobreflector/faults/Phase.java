package dev.jobreflector.faults;

/**
 * One way in which something is wrong for a while.
 *
 * @param name in a few words
 * @param begin from then on it is wrong
 * @param end from then on it is right again
 * @param shownMeanwhile whether changes are shown although it is wrong
 */
record Phase(String name, Runnable begin, Runnable end, boolean shownMeanwhile) {

  /** One that may hide changes while it lasts. */
  static Phase of(String name, Runnable begin, Runnable end) {
    return new Phase(name, begin, end, false);
  }

  /** One that hides nothing. */
  static Phase harmless(String name, Runnable begin, Runnable end) {
    return new Phase(name, begin, end, true);
  }
}
