package dev.jobreflector;

import dev.jobreflector.cluster.ResourceCache;
import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.polling.JobPolls;
import dev.jobreflector.telemetry.ResourceGauges.JobGroup;
import dev.jobreflector.telemetry.ResourceGauges.PollFigures;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Supplies the metrics of all resources and polls. Supplies none on a replica that does not lead.
 */
final class LeaderMetrics {

  private static final double MILLIS = 1000;

  private final ResourceCache resources;
  private final JobPolls polls;
  private final BooleanSupplier leading;

  LeaderMetrics(ResourceCache resources, JobPolls polls, BooleanSupplier leading) {
    this.resources = resources;
    this.polls = polls;
    this.leading = leading;
  }

  Map<JobGroup, Long> jobCounts() {
    if (!leading.getAsBoolean()) {
      return Map.of();
    }
    return resources.counts().entrySet().stream()
        .collect(Collectors.toMap(entry -> group(entry.getKey()), Map.Entry::getValue));
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

  private static JobGroup group(ResourceCache.Group group) {
    return new JobGroup(group.account(), group.region(), group.status());
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
