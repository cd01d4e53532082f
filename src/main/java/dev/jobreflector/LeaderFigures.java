package dev.jobreflector;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.reconcile.ObservationEventSource;
import dev.jobreflector.sagemaker.JobPolls;
import dev.jobreflector.telemetry.ResourceGauges.JobGroup;
import dev.jobreflector.telemetry.ResourceGauges.PollFigures;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures over all resources and polls; a replica that does not lead has none. */
final class LeaderFigures {

  private static final double MILLIS = 1000;

  private final ObservationEventSource observations;
  private final JobPolls polls;
  private final BooleanSupplier leading;

  LeaderFigures(ObservationEventSource observations, JobPolls polls, BooleanSupplier leading) {
    this.observations = observations;
    this.polls = polls;
    this.leading = leading;
  }

  Map<JobGroup, Long> jobCounts() {
    if (!leading.getAsBoolean()) {
      return Map.of();
    }
    return observations
        .resources()
        .map(LeaderFigures::group)
        .collect(Collectors.groupingBy(group -> group, Collectors.counting()));
  }

  List<PollFigures> pollFigures() {
    if (!leading.getAsBoolean()) {
      return List.of();
    }
    return polls.accountRegions().stream().map(this::figures).toList();
  }

  private PollFigures figures(AccountRegion place) {
    return new PollFigures(
        text(polls.accountId(place)),
        place.region(),
        polls.oldestPoll(place).toMillis() / MILLIS,
        polls.rate(place));
  }

  private static JobGroup group(OptimizationJob resource) {
    OptimizationJobStatus status = resource.getStatus();
    if (status == null) {
      return new JobGroup("", "", "");
    }
    OptimizationJobDescription description = status.description();
    String jobStatus = description == null ? null : description.optimizationJobStatus();
    return new JobGroup(text(status.accountId()), text(status.region()), text(jobStatus));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
