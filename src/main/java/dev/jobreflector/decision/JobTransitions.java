package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.StateTransition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transitions of a job, and what a new description adds to them.
 *
 * @param transitions the last states seen, oldest first, at most {@link #TRANSITIONS_KEPT}
 * @param announcements the Events for new transitions
 * @param transition the state that the job newly entered; null if there is none, or if the job
 *     entered it before the resource was created
 */
record JobTransitions(
    List<StateTransition> transitions,
    List<Announcement> announcements,
    Decision.@Nullable Transition transition) {

  static final int TRANSITIONS_KEPT = 20;

  private static final String ACTION = "Reflect";

  /** The largest difference expected between AWS's clock and the operator's. */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(30);

  /** The transitions that status has, without new ones. */
  static JobTransitions unchanged(ReconcileInput input) {
    return new JobTransitions(input.status().transitions(), List.of(), null);
  }

  /**
   * True if a poll found an older state of the job than status shows. This happens to an operator
   * that lost its lease without noticing. Its successor has written the status since, and an older
   * poll must not overwrite that. The resourceVersion of the write cannot prevent this.
   *
   * <p>An observation made more than 30 s after the shown change is always new. Otherwise, one
   * answer with a wrong time would stay in status forever.
   */
  static boolean isPast(
      Observation.Found found, @Nullable OptimizationJobDescription shown, Instant now) {
    if (shown == null) {
      return false;
    }
    OptimizationJobDescription description = found.description();
    boolean same = sameJob(shown, description);
    Instant time = same ? description.lastModifiedTime() : description.creationTime();
    Instant timeAsShown = same ? shown.lastModifiedTime() : shown.creationTime();
    return time != null
        && timeAsShown != null
        && time.isBefore(timeAsShown)
        && found.observedTime().isBefore(timeAsShown.plus(CLOCKS_DIFFER))
        && timeAsShown.isBefore(now.plus(CLOCKS_DIFFER));
  }

  static JobTransitions with(ReconcileInput input, OptimizationJobDescription description) {
    OptimizationJobDescription shown = input.shownDescription();
    boolean recreated = shown != null && !sameJob(shown, description);
    String from = shown == null || recreated ? null : shown.optimizationJobStatus();
    String to = String.valueOf(description.optimizationJobStatus());
    if (to.equals(from)) {
      return unchanged(input);
    }
    List<StateTransition> transitions =
        recreated ? new ArrayList<>() : new ArrayList<>(input.status().transitions());
    transitions.add(new StateTransition(to, input.now().truncatedTo(ChronoUnit.MILLIS)));
    if (transitions.size() > TRANSITIONS_KEPT) {
      transitions.subList(0, transitions.size() - TRANSITIONS_KEPT).clear();
    }
    List<Announcement> announcements = new ArrayList<>();
    if (recreated) {
      announcements.add(recreated(input, description));
    }
    Decision.Transition transition = null;
    Instant enteredTime = enteredTime(description);
    // A state after a shown state is newer than the resource, whatever the clocks say.
    if (shown != null || !enteredBeforeResource(input, enteredTime)) {
      announcements.add(entered(input, from == null ? null : shown, description));
      transition = new Decision.Transition(to, enteredTime == null ? input.now() : enteredTime);
    }
    return new JobTransitions(List.copyOf(transitions), announcements, transition);
  }

  /**
   * True if both describe the same job. SageMaker has no job ids, so the creation time in whole
   * seconds decides. If a creation time is unknown, the jobs count as the same.
   */
  private static boolean sameJob(
      OptimizationJobDescription shown, OptimizationJobDescription description) {
    Instant created = description.creationTime();
    Instant createdAsShown = shown.creationTime();
    return created == null
        || createdAsShown == null
        || created.getEpochSecond() == createdAsShown.getEpochSecond();
  }

  /**
   * The creation time of the job, in epoch seconds. If the description has none, that of the shown
   * job, since both share their Events; 0 if there is neither.
   */
  static long epochSecond(ReconcileInput input, @Nullable OptimizationJobDescription description) {
    OptimizationJobDescription shown = input.shownDescription();
    Instant created = description == null ? null : description.creationTime();
    created = created == null && shown != null ? shown.creationTime() : created;
    return created == null ? 0 : created.getEpochSecond();
  }

  /** When the job entered its present state, by AWS's clock; null if AWS returned no time. */
  private static @Nullable Instant enteredTime(OptimizationJobDescription description) {
    JobState state = JobState.of(String.valueOf(description.optimizationJobStatus()));
    Instant precise =
        switch (state) {
          case STARTING -> description.creationTime();
          case INPROGRESS -> description.optimizationStartTime();
          case COMPLETED, FAILED, STOPPED -> description.optimizationEndTime();
          default -> null;
        };
    if (precise != null) {
      return precise;
    }
    Instant lastModified = description.lastModifiedTime();
    return lastModified == null ? description.creationTime() : lastModified;
  }

  // creationTimestamp has whole seconds. A state without a time gets no Event, since it may be old.
  private static boolean enteredBeforeResource(
      ReconcileInput input, @Nullable Instant enteredTime) {
    String created = input.resource().getMetadata().getCreationTimestamp();
    if (enteredTime == null) {
      return true;
    }
    return created != null
        && enteredTime.truncatedTo(ChronoUnit.SECONDS).isBefore(Instant.parse(created));
  }

  private static Announcement recreated(
      ReconcileInput input, OptimizationJobDescription description) {
    String note =
        "A new job of this name was created at "
            + description.creationTime()
            + ". Status now shows the new job: "
            + description.optimizationJobStatus()
            + ".";
    return new Announcement(
        "Recreated",
        ACTION,
        false,
        note,
        EventOrder.recreated(epochSecond(input, description)),
        identity(input, description, "Recreated"));
  }

  private static Announcement entered(
      ReconcileInput input,
      @Nullable OptimizationJobDescription from,
      OptimizationJobDescription description) {
    String to = String.valueOf(description.optimizationJobStatus());
    JobState state = JobState.of(to);
    StringBuilder note = new StringBuilder();
    if (from == null) {
      note.append(to).append(" when first seen");
    } else {
      note.append(from.optimizationJobStatus()).append(" to ").append(to);
      Instant enteredFrom = enteredTime(from);
      Instant enteredTo = enteredTime(description);
      if (enteredFrom != null && enteredTo != null) {
        note.append(" after ").append(text(Duration.between(enteredFrom, enteredTo)));
      }
    }
    String image = JobConditions.recommendedInferenceImage(description);
    if (state == JobState.COMPLETED && image != null) {
      note.append("; recommended inference image: ").append(image);
    } else if (state.isFinal() && description.failureReason() != null) {
      note.append(": ").append(description.failureReason());
    }
    return new Announcement(
        state.reason(),
        ACTION,
        state == JobState.FAILED,
        note.toString(),
        EventOrder.entered(epochSecond(input, description), state),
        identity(input, description, to));
  }

  private static String identity(
      ReconcileInput input, OptimizationJobDescription description, String what) {
    return input.uid() + "/" + epochSecond(input, description) + "/" + what;
  }

  // ISO 8601 in lower case and without "PT": 1h2m3s.
  private static String text(Duration duration) {
    Duration whole = duration.isNegative() ? Duration.ZERO : duration;
    return whole
        .truncatedTo(ChronoUnit.SECONDS)
        .toString()
        .substring(2)
        .toLowerCase(java.util.Locale.ROOT);
  }
}
