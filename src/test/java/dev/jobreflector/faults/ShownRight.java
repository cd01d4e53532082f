package dev.jobreflector.faults;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.decision.ContractRow;
import dev.jobreflector.operator.Scene;
import dev.jobreflector.simulator.JobRecord;
import dev.jobreflector.simulator.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a resource shows the job as SageMaker has it, by the contract and not by the code. */
final class ShownRight {

  private ShownRight() {}

  /**
   * What is wrong with it; empty where nothing is.
   *
   * @param job null where there is none in SageMaker
   */
  static Optional<String> problem(OptimizationJob resource, @Nullable JobRecord job) {
    if (job == null) {
      return Optional.of("there is no such job");
    }
    if (resource.getStatus() == null || resource.getStatus().description() == null) {
      return Optional.of("it shows nothing of its job");
    }
    OptimizationJobDescription shown = resource.getStatus().description();
    Phase phase = job.at(Instant.now());
    return differs("optimizationJobStatus", phase.status(), shown.optimizationJobStatus())
        .or(() -> differs("optimizationJobName", job.name(), shown.optimizationJobName()))
        .or(() -> differs("creationTime", job.creationTime(), shown.creationTime()))
        .or(() -> differs("lastModifiedTime", phase.since(), shown.lastModifiedTime()))
        .or(() -> differs("failureReason", phase.failureReason(), shown.failureReason()))
        .or(() -> differs("recommended image", phase.recommendedImage(), image(shown)))
        .or(() -> differs("conditions", conditions(phase.status()), conditionsOf(resource)))
        .or(() -> differs("Synced", "True/Described", Scene.condition(resource, "Synced")))
        .or(() -> differs("last transition", phase.status(), last(Scene.transitions(resource))));
  }

  private static Optional<String> differs(
      String what, @Nullable Object wanted, @Nullable Object shown) {
    return Objects.equals(wanted, shown)
        ? Optional.empty()
        : Optional.of("%s is %s, not %s".formatted(what, shown, wanted));
  }

  private static String conditions(String jobStatus) {
    return ContractRow.valueOf(jobStatus).conditions();
  }

  private static String conditionsOf(OptimizationJob resource) {
    int known = ContractRow.conditionsOf(resource).split(", ", -1).length;
    int all = resource.getStatus().conditions().size() - 1;
    return ContractRow.conditionsOf(resource)
        + (all > known ? " and " + (all - known) + " foreign ones" : "");
  }

  private static @Nullable String image(OptimizationJobDescription shown) {
    return shown.optimizationOutput() == null
        ? null
        : shown.optimizationOutput().recommendedInferenceImage();
  }

  private static @Nullable String last(List<String> states) {
    return states.isEmpty() ? null : states.get(states.size() - 1);
  }
}
