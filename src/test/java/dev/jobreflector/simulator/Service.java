package dev.jobreflector.simulator;

/** Something that answers requests: the API itself, or the API behind faults. */
@FunctionalInterface
interface Service {

  /** The answer; {@link ApiError} is one, too. */
  Reply answer(ApiRequest request) throws InterruptedException;
}
