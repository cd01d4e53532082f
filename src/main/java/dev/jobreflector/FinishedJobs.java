package dev.jobreflector;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.cluster.CachedJob;
import dev.jobreflector.cluster.LeaderState;
import dev.jobreflector.cluster.UnreadableResourceException;
import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.JobKey;
import dev.jobreflector.decision.Reflection;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.decision.ShownJob;
import dev.jobreflector.reconcile.ObservationEventSource;
import dev.jobreflector.schedule.FinishedJob;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the resources whose job has finished. Finds none on a replica that does not lead. */
final class FinishedJobs {

  private final ObservationEventSource observations;
  private final Reflection reflection;
  private final LeaderState leader;

  FinishedJobs(ObservationEventSource observations, Reflection reflection, LeaderState leader) {
    this.observations = observations;
    this.reflection = reflection;
    this.leader = leader;
  }

  /** The finished jobs of one account and region that the operator may poll. */
  List<FinishedJob> in(AccountRegion accountRegion) {
    return leader.isLeading()
        ? observations
            .resources()
            .map(resource -> readable(resource, accountRegion))
            .filter(Objects::nonNull)
            .toList()
        : List.of();
  }

  private @Nullable FinishedJob readable(OptimizationJob resource, AccountRegion accountRegion) {
    try {
      return finishedJob(((CachedJob) resource).unpacked(), accountRegion);
    } catch (UnreadableResourceException e) {
      return null; // The reconcile of the resource logs the problem.
    }
  }

  private @Nullable FinishedJob finishedJob(OptimizationJob resource, AccountRegion accountRegion) {
    boolean suspended =
        resource.getSpec() != null && Boolean.TRUE.equals(resource.getSpec().suspend());
    ShownJob shown =
        resource.getStatus() == null ? null : ShownJob.of(resource.getStatus().description());
    JobKey key = reflection.jobOf(resource);
    if (suspended
        || shown == null
        || !shown.isFinal()
        || key == null
        || !key.accountRegion().equals(accountRegion)) {
      return null;
    }
    return new FinishedJob(
        new ResourceKey(resource.getMetadata().getNamespace(), resource.getMetadata().getName()),
        key.jobName(),
        shown.creationTime());
  }
}
