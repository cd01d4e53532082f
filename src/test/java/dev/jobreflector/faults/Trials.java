package dev.jobreflector.faults;

/** Makes what scenarios run on. */
@FunctionalInterface
interface Trials {

  /** An empty trial of this size, for the caller to close. */
  Trial open(Extent extent);
}
