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
 * What is kept of the polls of one account and region: of each job that a resource reflects what
 * they learned, of each resource what it asked and was answered, and whose account it is. Not
 * thread-safe.
 */
final class PollMemory {

  private final Map<String, PollHistory> histories = new HashMap<>();
  private final Map<ResourceKey, String> answeredRequests = new HashMap<>();
  private @Nullable String accountId;

  PollSnapshot known(
      ResourceKey resource, String jobName, AccountHealth health, Instant pollingSince) {
    return new PollSnapshot(
        histories.getOrDefault(jobName, PollHistory.NONE),
        health.of(accountId),
        answeredRequests.get(resource),
        pollingSince);
  }

  /** The account that last told its id; null where none did. */
  @Nullable String accountId() {
    return accountId;
  }

  /**
   * Takes what a poll learned.
   *
   * @param newest false where the job was forgotten while it was polled
   * @param resources those that reflect the job now
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
    String told = accountIdIn(observation);
    accountId = told == null ? accountId : told;
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
