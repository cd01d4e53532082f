package dev.jobreflector.reconcile;

/** Receives the outcome of each write to the cluster. */
@FunctionalInterface
public interface KubernetesWrites {

  /** Kind of write: an Event. */
  String EVENT = "Event";

  /** Kind of write: the status of a resource. */
  String STATUS = "OptimizationJobStatus";

  /** Outcome: written. */
  String WRITTEN = "written";

  /** Outcome: the Event already exists. */
  String PRESENT = "present";

  /** Outcome: the resource has changed since it was read; the operator reconciles it again. */
  String CONFLICT = "conflict";

  /** Outcome: refused for good, or the resource is gone; not retried. */
  String REFUSED = "refused";

  /** Outcome: failed; retried. */
  String FAILED = "failed";

  /** Records the outcome of one write. */
  void ended(String kind, String outcome);
}
