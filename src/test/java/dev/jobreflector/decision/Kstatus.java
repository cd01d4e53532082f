package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;

/** What kstatus (Flux, Helm, cli-utils) makes of a custom resource, in its order. */
final class Kstatus {

  private Kstatus() {}

  static String of(OptimizationJob resource) {
    if (resource.getMetadata().getDeletionTimestamp() != null) {
      return "Terminating";
    }
    if (resource.getStatus() == null) {
      return "Current";
    }
    Long observed = resource.getStatus().observedGeneration();
    if (observed != null && !observed.equals(resource.getMetadata().getGeneration())) {
      return "InProgress";
    }
    for (Condition condition : resource.getStatus().conditions()) {
      if (condition.type().equals("Reconciling") && condition.status().equals("True")) {
        return "InProgress";
      }
      if (condition.type().equals("Stalled") && condition.status().equals("True")) {
        return "Failed";
      }
    }
    return resource.getStatus().conditions().stream()
        .filter(condition -> condition.type().equals("Ready"))
        .map(condition -> condition.status().equals("True") ? "Current" : "InProgress")
        .findFirst()
        .orElse("Current");
  }
}
