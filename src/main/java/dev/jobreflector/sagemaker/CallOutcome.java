package dev.jobreflector.sagemaker;

import dev.jobreflector.decision.Observation;

/** How a call to SageMaker ended. Each constant has a value of the metric label {@code outcome}. */
public enum CallOutcome {
  OK("ok"),
  NOT_FOUND("not_found"),
  DENIED("denied"),
  MISCONFIGURED("misconfigured"),
  THROTTLED("throttled"),
  UNAVAILABLE("unavailable"),
  CREDENTIALS("credentials");

  private final String word;

  CallOutcome(String word) {
    this.word = word;
  }

  /** The value of the metric label. */
  public String word() {
    return word;
  }

  /** The outcome of the call that gave this observation. */
  public static CallOutcome of(Observation observation) {
    if (observation instanceof Observation.Found) {
      return OK;
    } else if (observation instanceof Observation.Absent) {
      return NOT_FOUND;
    } else if (observation instanceof Observation.Denied) {
      return DENIED;
    } else if (observation instanceof Observation.Misconfigured) {
      return MISCONFIGURED;
    } else if (observation instanceof Observation.Throttled) {
      return THROTTLED;
    } else if (observation instanceof Observation.CredentialsRefused) {
      return CREDENTIALS;
    }
    return UNAVAILABLE;
  }
}
