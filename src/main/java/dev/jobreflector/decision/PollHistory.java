package dev.jobreflector.decision;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The results of this replica's polls of one job. They are in memory only; status keeps what must
 * survive a restart.
 *
 * @param newest the last observation; null before the first
 * @param failures how many polls in a row have failed in the same way as the newest; 0 after a poll
 *     that found the job
 * @param failingSince when the first of these polls ended; null if the newest poll did not fail
 */
public record PollHistory(
    @Nullable Observation newest, int failures, @Nullable Instant failingSince) {

  public static final PollHistory NONE = new PollHistory(null, 0, null);

  /** The history after one more observation. */
  public PollHistory after(Observation observation) {
    if (observation instanceof Observation.Found) {
      return new PollHistory(observation, 0, null);
    }
    if (failingSince != null && newest != null && kind(newest) == kind(observation)) {
      return new PollHistory(observation, failures + 1, failingSince);
    }
    return new PollHistory(observation, 1, observation.observedTime());
  }

  /**
   * True if at least {@code polls} polls in a row have failed in the same way, the newest at least
   * {@code time} after the first.
   */
  public boolean failedFor(int polls, Duration time) {
    return newest != null
        && failingSince != null
        && failures >= polls
        && !newest.observedTime().isBefore(failingSince.plus(time));
  }

  /**
   * The earliest time at which one more poll that fails in the same way makes {@link #failedFor}
   * true. Null if one more poll is too few, or if the newest poll did not fail.
   */
  @Nullable Instant earliestShownTime(int polls, Duration time) {
    return failingSince == null || failures + 1 < polls ? null : failingSince.plus(time);
  }

  /** The time of the newest observation; null before the first. */
  public @Nullable Instant lastPollTime() {
    return newest == null ? null : newest.observedTime();
  }

  // All failures of the account and region are one kind: throttling does not end an outage.
  private static Class<? extends Observation> kind(Observation observation) {
    return observation instanceof Observation.AccountFailure
        ? Observation.AccountFailure.class
        : observation.getClass();
  }
}
