package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a resource.
 *
 * @param status what its status should be; the operator's part of it, whole
 * @param announcements Events to make before that status is written, in order
 * @param pollRequest what to poll next; null where nothing is to be polled
 * @param transition the state the job was newly seen in; null where it is the one already shown, or
 *     one the job had entered before the resource was created
 */
public record Decision(
    OptimizationJobStatus status,
    List<Announcement> announcements,
    @Nullable PollRequest pollRequest,
    @Nullable Transition transition) {

  /**
   * A state newly seen.
   *
   * @param from the state shown before, as AWS spells it; null for the first
   * @param to the state, as AWS spells it
   * @param enteredTime when the job entered it, by AWS's clock; when it was seen, where AWS does
   *     not say
   */
  public record Transition(@Nullable String from, String to, Instant enteredTime) {}
}
