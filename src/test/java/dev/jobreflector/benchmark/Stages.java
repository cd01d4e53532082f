package dev.jobreflector.benchmark;

/** Makes the stages that scenarios run on. */
@FunctionalInterface
interface Stages {

  /** An empty stage of this size, for the caller to close. */
  Stage open(Parameters parameters);
}
