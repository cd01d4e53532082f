package dev.jobreflector.reconcile;

/** Is told how each write to the cluster ended. */
@FunctionalInterface
public interface KubernetesWrites {

  /** Kind of a write: an Event. */
  String EVENT = "Event";

  /** Kind of a write: a resource's status. */
  String STATUS = "OptimizationJobStatus";

  /** Outcome: done. */
  String WRITTEN = "written";

  /** Outcome: what was to be written is there already. */
  String PRESENT = "present";

  /** Outcome: the resource has changed meanwhile; decided again. */
  String CONFLICT = "conflict";

  /** Outcome: refused for good; given up. */
  String REFUSED = "refused";

  /** Outcome: failed for a passing reason; tried again. */
  String FAILED = "failed";

  /** One write of this kind ended so. */
  void ended(String kind, String outcome);
}
