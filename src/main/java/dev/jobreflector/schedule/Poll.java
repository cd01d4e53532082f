package dev.jobreflector.schedule;

import dev.jobreflector.decision.ResourceKey;
import java.time.Duration;
import java.util.Map;

/**
 * A job to describe now.
 *
 * @param jobName the job to describe
 * @param requests the reconcile requests that this poll answers, by resource
 * @param waited how long the poll was due before the budget allowed it
 */
public record Poll(String jobName, Map<ResourceKey, String> requests, Duration waited)
    implements Call {

  /** Copies the map, so that the record is immutable. */
  public Poll {
    requests = Map.copyOf(requests);
  }
}
