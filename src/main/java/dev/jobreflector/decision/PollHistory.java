package dev.jobreflector.decision;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this operator's polls of one job, or of one account and region, have learned. It lives in
 * memory only; what must outlive a restart is in the resource's status.
 *
 * @param newest the last observation; null before the first
 * @param failures polls in a row that ended like the newest; 0 after a job was found
 * @param failingSince when the first of those ended; null while there is none
 */
public record PollHistory(
    @Nullable Observation newest, int failures, @Nullable Instant failingSince) {

  public static final PollHistory NONE = new PollHistory(null, 0, null);

  /** The history with one more observation. */
  public PollHistory after(Observation observation) {
    if (observation instanceof Observation.Found) {
      return new PollHistory(observation, 0, null);
    }
    if (failingSince != null && newest != null && kind(newest) == kind(observation)) {
      return new PollHistory(observation, failures + 1, failingSince);
    }
    return new PollHistory(observation, 1, observation.observedTime());
  }

  /** True once the failure has lasted for the polls and the time that make it worth telling. */
  public boolean failedFor(int polls, Duration time) {
    return newest != null
        && failingSince != null
        && failures >= polls
        && !newest.observedTime().isBefore(failingSince.plus(time));
  }

  /**
   * The time from which one more poll that ends like the newest makes {@link #failedFor} true; null
   * where one more is too few, and where nothing fails.
   */
  @Nullable Instant toldByNextPollAt(int polls, Duration time) {
    return failingSince == null || failures + 1 < polls ? null : failingSince.plus(time);
  }

  /** The newest observation's time; null before the first. */
  public @Nullable Instant lastPollTime() {
    return newest == null ? null : newest.observedTime();
  }

  // A throttled poll after an unanswered one goes on with the same failure: AWS cannot be asked.
  private static Class<? extends Observation> kind(Observation observation) {
    return observation instanceof Observation.AccountFailure
        ? Observation.AccountFailure.class
        : observation.getClass();
  }
}
