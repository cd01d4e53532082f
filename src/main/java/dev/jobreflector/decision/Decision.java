package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator does about a resource.
 *
 * @param status the status that the resource should have; the complete part that the operator owns
 * @param announcements Events to create before the status is written, in order
 * @param pollRequest the next poll; null if the job needs no poll
 * @param transition the new state of the job; null if the job was already shown in this state, or
 *     entered the state before the resource was created
 */
public record Decision(
    OptimizationJobStatus status,
    List<Announcement> announcements,
    @Nullable PollRequest pollRequest,
    @Nullable Transition transition) {

  /**
   * A new state of a job.
   *
   * @param to the new state, as AWS spells it
   * @param enteredTime when the job entered the state, by AWS's clock; the time of the decision if
   *     AWS returns no time
   */
  public record Transition(String to, Instant enteredTime) {}
}
