package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a resource shows, which Events to create and what to poll next. Pure and
 * level-triggered: equal inputs give equal decisions. To decide again after a decision is carried
 * out changes nothing.
 */
public final class Reflection {

  /**
   * The observedGeneration in the CRD's default status, before the operator has written a status.
   */
  private static final long NEVER_OBSERVED = -1;

  private final ReflectionPolicy policy;

  /** Creates a reflection with these settings. */
  public Reflection(ReflectionPolicy policy) {
    this.policy = policy;
  }

  /** The job that a resource reflects; null if its spec names none that the operator may poll. */
  public @Nullable JobKey jobOf(OptimizationJob resource) {
    return jobOf(resource, null);
  }

  /**
   * The job that a resource reflects; null if its spec names none that the operator may poll.
   *
   * @param foreign set if another client wrote the status; null if the status is the operator's own
   */
  public @Nullable JobKey jobOf(OptimizationJob resource, @Nullable ForeignStatus foreign) {
    OptimizationJobStatus own = foreign == null ? resource.getStatus() : foreign.own();
    return PollTarget.of(resource, own, policy) instanceof PollTarget.Job job ? job.key() : null;
  }

  /** Decides about the resource. */
  public Decision decide(ReconcileInput input) {
    PollTarget target = PollTarget.of(input, policy);
    // A poll that ends after the suspension changes nothing.
    LastingJobFailure failure =
        input.suspended() ? null : LastingJobFailure.of(input, target, policy);

    // The setting may be stricter than when the description was written.
    OptimizationJobDescription description = input.shownDescription();
    description = description == null ? null : policy.redaction().apply(description);
    JobTransitions transitions = JobTransitions.unchanged(input);
    boolean found =
        !input.suspended()
            && target instanceof PollTarget.Job
            && input.polls().job().newest() instanceof Observation.Found;
    if (found
        && input.polls().job().newest() instanceof Observation.Found newest
        && (input.isOwnStatusUnknown()
            || !JobTransitions.isPast(newest, description, input.now()))) {
      description = policy.redaction().apply(newest.description());
      transitions = JobTransitions.with(input, description);
    }

    DesiredCondition synced = SyncedCondition.of(input, description, failure, target, policy);
    List<DesiredCondition> desired =
        new ArrayList<>(
            description == null
                ? UndescribedConditions.awaited(input, target, failure, synced, policy)
                : JobConditions.of(input, description, failure, found));
    if (synced != null) {
      desired.add(synced);
    }
    OptimizationJobStatus status =
        new OptimizationJobStatus(
            input.generation(),
            handledRequest(input, target),
            found ? region(target) : input.status().region(),
            found ? accountId(input) : input.status().accountId(),
            description,
            transitions.transitions(),
            over(input, desired));
    List<Announcement> announcements = new ArrayList<>(transitions.announcements());
    SyncedCondition.announcement(input, synced).ifPresent(announcements::add);
    OptimizationJobStatus wanted = keepsDefaultStatus(input, status) ? input.status() : status;
    wanted = awaitsPoll(input, target) ? input.stored() : wanted;
    return new Decision(
        wanted,
        List.copyOf(announcements),
        NextPoll.of(input, target, status, isShown(input, wanted), policy),
        transitions.transition());
  }

  /**
   * True if the stored status equals the decided one, in any order of conditions. Then no write is
   * needed.
   */
  public static boolean isShown(ReconcileInput input, Decision decision) {
    return isShown(input, decision.status());
  }

  private static boolean isShown(ReconcileInput input, OptimizationJobStatus wanted) {
    OptimizationJobStatus stored = input.stored();
    return stored.conditions().size() == wanted.conditions().size()
        && Set.copyOf(stored.conditions()).equals(Set.copyOf(wanted.conditions()))
        && withoutConditions(stored).equals(withoutConditions(wanted));
  }

  // The right status is not known, and a poll that shows it is due.
  private static boolean awaitsPoll(ReconcileInput input, PollTarget target) {
    return input.isOwnStatusUnknown()
        && input.stored().description() != null
        && input.polls().job().newest() == null
        && !input.suspended()
        && target instanceof PollTarget.Job;
  }

  // The CRD's default status stays until there is news; kstatus reads it correctly.
  private static boolean keepsDefaultStatus(ReconcileInput input, OptimizationJobStatus status) {
    Long observedGeneration = input.status().observedGeneration();
    return observedGeneration != null
        && observedGeneration == NEVER_OBSERVED
        && input.generation() == 1
        && status.description() == null
        && status.lastHandledReconcileAt() == null
        && status.conditions().stream().allMatch(condition -> condition.reason().equals("Pending"));
  }

  private static @Nullable String handledRequest(ReconcileInput input, PollTarget target) {
    boolean noPollPossible =
        target instanceof PollTarget.Misconfigured misconfigured && misconfigured.key() == null;
    if (noPollPossible && !input.suspended() && input.requested() != null) {
      return input.requested();
    }
    String shown = input.status().lastHandledReconcileAt();
    boolean newestIsShown = shown != null && shown.equals(input.requested());
    return newestIsShown || input.polls().answeredRequest() == null
        ? shown
        : input.polls().answeredRequest();
  }

  private static @Nullable String region(PollTarget target) {
    return target instanceof PollTarget.Job job ? job.key().accountRegion().region() : null;
  }

  private static @Nullable String accountId(ReconcileInput input) {
    return input.polls().job().newest() instanceof Observation.Found found
            && found.accountId() != null
        ? found.accountId()
        : input.status().accountId();
  }

  private static List<Condition> over(ReconcileInput input, List<DesiredCondition> desired) {
    return desired.stream()
        .map(
            condition ->
                condition.over(input.condition(condition.type()), input.generation(), input.now()))
        .toList();
  }

  private static OptimizationJobStatus withoutConditions(OptimizationJobStatus status) {
    return new OptimizationJobStatus(
        status.observedGeneration(),
        status.lastHandledReconcileAt(),
        status.region(),
        status.accountId(),
        status.description(),
        status.transitions(),
        List.of());
  }
}
