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
 * Decides what a resource should show, which Events to make and what to poll next. Pure and level
 * triggered: the same ground gives the same decision, and a decision carried out decides nothing
 * new.
 */
public final class Reflection {

  /** observedGeneration where nothing but the CRD's default was ever written. */
  private static final long NEVER_OBSERVED = -1;

  private final ReflectionPolicy policy;

  /** A reflection by these settings. */
  public Reflection(ReflectionPolicy policy) {
    this.policy = policy;
  }

  /** The job a resource reflects; null where its spec names none that may be asked for. */
  public @Nullable JobKey jobOf(OptimizationJob resource) {
    return jobOf(resource, null);
  }

  /**
   * The job a resource reflects; null if its spec names none that may be asked for.
   *
   * @param foreign its status, if another client wrote it; null if it is the operator's own
   */
  public @Nullable JobKey jobOf(OptimizationJob resource, @Nullable ForeignStatus foreign) {
    OptimizationJobStatus own = foreign == null ? resource.getStatus() : foreign.own();
    return PollTarget.of(resource, own, policy) instanceof PollTarget.Job job ? job.key() : null;
  }

  /** What to do about the resource. */
  public Decision decide(Gathered gathered) {
    PollTarget target = PollTarget.of(gathered, policy);
    // What is shown stays as it was suspended, whatever a poll still under way brings.
    JobFailureShown failure =
        gathered.suspended() ? null : JobFailureShown.of(gathered, target, policy);

    // A stricter setting holds for what is shown already, too.
    OptimizationJobDescription description = gathered.shownDescription();
    description = description == null ? null : policy.redaction().apply(description);
    JobStory story = JobStory.unchanged(gathered);
    boolean found =
        !gathered.suspended()
            && target instanceof PollTarget.Job
            && gathered.job().newest() instanceof Observation.Found;
    if (found
        && gathered.job().newest() instanceof Observation.Found newest
        && (gathered.isOwnStatusUnknown()
            || !JobStory.isPast(newest, description, gathered.now()))) {
      description = policy.redaction().apply(newest.description());
      story = JobStory.with(gathered, description);
    }

    DesiredCondition synced = SyncedCondition.of(gathered, description, failure, target, policy);
    List<DesiredCondition> desired =
        new ArrayList<>(
            description == null
                ? FirstDescription.awaited(gathered, target, failure, synced, policy)
                : JobConditions.of(gathered, description, failure, found));
    if (synced != null) {
      desired.add(synced);
    }
    OptimizationJobStatus status =
        new OptimizationJobStatus(
            gathered.generation(),
            handledRequest(gathered, target),
            found ? region(target) : gathered.status().region(),
            found ? accountId(gathered) : gathered.status().accountId(),
            description,
            story.transitions(),
            over(gathered, desired));
    List<Announcement> announcements = new ArrayList<>(story.announcements());
    SyncedCondition.announcement(gathered, synced).ifPresent(announcements::add);
    OptimizationJobStatus wanted = nothingToTell(gathered, status) ? gathered.status() : status;
    wanted = awaitsPoll(gathered, target) ? gathered.stored() : wanted;
    return new Decision(
        wanted,
        List.copyOf(announcements),
        NextPoll.of(gathered, target, status, isShown(gathered, wanted), policy),
        story.transition());
  }

  /**
   * True if the stored status is the decided one, in whatever order its conditions are: no write.
   */
  public static boolean isShown(Gathered gathered, Decision decision) {
    return isShown(gathered, decision.status());
  }

  private static boolean isShown(Gathered gathered, OptimizationJobStatus wanted) {
    OptimizationJobStatus stored = gathered.stored();
    return stored.conditions().size() == wanted.conditions().size()
        && Set.copyOf(stored.conditions()).equals(Set.copyOf(wanted.conditions()))
        && withoutConditions(stored).equals(withoutConditions(wanted));
  }

  // What is right is not known, and the poll that tells comes soon.
  private static boolean awaitsPoll(Gathered gathered, PollTarget target) {
    return gathered.isOwnStatusUnknown()
        && gathered.stored().description() != null
        && gathered.job().newest() == null
        && !gathered.suspended()
        && target instanceof PollTarget.Job;
  }

  // A new resource shows the CRD's default until there is something to say; kstatus reads it right.
  private static boolean nothingToTell(Gathered gathered, OptimizationJobStatus status) {
    Long observedGeneration = gathered.status().observedGeneration();
    return observedGeneration != null
        && observedGeneration == NEVER_OBSERVED
        && gathered.generation() == 1
        && status.description() == null
        && status.lastHandledReconcileAt() == null
        && status.conditions().stream().allMatch(condition -> condition.reason().equals("Pending"));
  }

  private static @Nullable String handledRequest(Gathered gathered, PollTarget target) {
    boolean noPollPossible =
        target instanceof PollTarget.Misconfigured misconfigured && misconfigured.key() == null;
    if (noPollPossible && !gathered.suspended() && gathered.requested() != null) {
      return gathered.requested();
    }
    String shown = gathered.status().lastHandledReconcileAt();
    boolean newestIsShown = shown != null && shown.equals(gathered.requested());
    return newestIsShown || gathered.answeredRequest() == null ? shown : gathered.answeredRequest();
  }

  private static @Nullable String region(PollTarget target) {
    return target instanceof PollTarget.Job job ? job.key().accountRegion().region() : null;
  }

  private static @Nullable String accountId(Gathered gathered) {
    return gathered.job().newest() instanceof Observation.Found found && found.accountId() != null
        ? found.accountId()
        : gathered.status().accountId();
  }

  private static List<Condition> over(Gathered gathered, List<DesiredCondition> desired) {
    return desired.stream()
        .map(
            condition ->
                condition.over(
                    gathered.condition(condition.type()), gathered.generation(), gathered.now()))
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
