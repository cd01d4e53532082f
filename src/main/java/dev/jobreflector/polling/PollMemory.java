package dev.jobreflector.polling;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollHistory;
import dev.jobreflector.decision.PollSnapshot;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.Poll;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The poll results of one account and region, in memory. Holds the history of each job that a
 * resource reflects, and the last answered reconcile request of each resource. Holds the AWS
 * account id. Not thread-safe.
 */
final class PollMemory {

  private final Map<String, PollHistory> histories = new HashMap<>();
  private final Map<ResourceKey, String> answeredRequests = new HashMap<>();
  private @Nullable String accountId;

  /** What polls know of a resource and its job. */
  PollSnapshot snapshot(
      ResourceKey resource, String jobName, AccountHealth health, Instant pollingSince) {
    return new PollSnapshot(
        histories.getOrDefault(jobName, PollHistory.NONE),
        health.withAccountId(accountId),
        answeredRequests.get(resource),
        pollingSince);
  }

  /** The AWS account id from the last observation that has one; null if none has. */
  @Nullable String accountId() {
    return accountId;
  }

  /**
   * Records the result of a poll.
   *
   * @param newest false if the job was forgotten during the poll
   * @param resources the resources that reflect the job now
   */
  void ended(Poll poll, Observation observation, boolean newest, Set<ResourceKey> resources) {
    if (newest && !resources.isEmpty()) {
      histories.merge(
          poll.jobName(),
          PollHistory.NONE.after(observation),
          (history, first) -> history.after(observation));
    }
    poll.requests()
        .forEach(
            (resource, request) -> {
              if (resources.contains(resource)) {
                answeredRequests.put(resource, request);
              }
            });
    String answered = accountIdIn(observation);
    accountId = answered == null ? accountId : answered;
  }

  void forgetJob(String jobName) {
    histories.remove(jobName);
  }

  void forgetResource(ResourceKey resource) {
    answeredRequests.remove(resource);
  }

  private static @Nullable String accountIdIn(Observation observation) {
    if (observation instanceof Observation.Found found) {
      return found.accountId();
    }
    return observation instanceof Observation.Absent absent ? absent.accountId() : null;
  }
}
