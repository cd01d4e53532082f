package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;

/** Placeholder until the gateway branch lands. */
public enum EnvironmentRedaction {
  REDACTED,
  NAMES,
  ALL;

  public OptimizationJobDescription apply(OptimizationJobDescription description) {
    return description;
  }
}
