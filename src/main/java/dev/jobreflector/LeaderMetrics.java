package dev.jobreflector;

import dev.jobreflector.cluster.LeaderState;
import dev.jobreflector.cluster.ResourceCache;
import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.polling.JobPolls;
import dev.jobreflector.telemetry.ResourceGauges.JobGroup;
import dev.jobreflector.telemetry.ResourceGauges.PollFigures;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Supplies the metrics of all resources and polls. Supplies none on a replica that does not lead.
 */
final class LeaderMetrics {

  private static final double MILLIS = 1000;

  private final ResourceCache resources;
  private final JobPolls polls;
  private final LeaderState leader;

  LeaderMetrics(ResourceCache resources, JobPolls polls, LeaderState leader) {
    this.resources = resources;
    this.polls = polls;
    this.leader = leader;
  }

  Map<JobGroup, Long> jobCounts() {
    if (!leader.isLeading()) {
      return Map.of();
    }
    return resources.counts().entrySet().stream()
        .collect(Collectors.toMap(entry -> group(entry.getKey()), Map.Entry::getValue));
  }

  List<PollFigures> pollFigures() {
    if (!leader.isLeading()) {
      return List.of();
    }
    return polls.accountRegions().stream().map(this::figures).toList();
  }

  private PollFigures figures(AccountRegion accountRegion) {
    return new PollFigures(
        text(polls.accountId(accountRegion)),
        accountRegion.region(),
        polls.oldestPoll(accountRegion).toMillis() / MILLIS,
        polls.rate(accountRegion));
  }

  private static JobGroup group(ResourceCache.Group group) {
    return new JobGroup(group.account(), group.region(), group.status());
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
