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
 * What a new description adds to the story of a job: its transitions, and the Events that tell
 * them.
 *
 * @param transitions the last states seen, oldest first, at most {@link #TRANSITIONS_KEPT}
 * @param announcements Events for what is new
 * @param transition the state newly entered; null where none, or none worth telling
 */
record JobTransitions(
    List<StateTransition> transitions,
    List<Announcement> announcements,
    Decision.@Nullable Transition transition) {

  static final int TRANSITIONS_KEPT = 20;

  private static final String ACTION = "Reflect";

  /** AWS's clock and the operator's are this far apart at most. */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(30);

  /** The story as it stands, where nothing new was seen. */
  static JobTransitions unchanged(ReconcileInput input) {
    return new JobTransitions(input.status().transitions(), List.of(), null);
  }

  /**
   * True where a poll found the job as it was before what is shown. The resourceVersion of a write
   * does not tell: an operator that was deposed unawares reads what its successor shows, and must
   * not put back what it polled itself before.
   *
   * <p>Its polls are from before the change that is shown. What AWS says well after that change is
   * news, however old the times in it: else one answer with wrong times would stay for ever.
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
    // What follows a state already shown came after the resource, whatever the clocks say.
    if (shown != null || !enteredBeforeResource(input, enteredTime)) {
      announcements.add(entered(input, from == null ? null : shown, description));
      transition =
          new Decision.Transition(from, to, enteredTime == null ? input.now() : enteredTime);
    }
    return new JobTransitions(List.copyOf(transitions), announcements, transition);
  }

  /**
   * SageMaker gives no id: a name made again has another creation time, by whole seconds. One that
   * is not known tells nothing.
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
   * When the job was created, in whole seconds; that of the job shown where AWS did not say, as
   * they share their Events; 0 where there is none.
   */
  static long epochSecond(ReconcileInput input, @Nullable OptimizationJobDescription description) {
    OptimizationJobDescription shown = input.shownDescription();
    Instant created = description == null ? null : description.creationTime();
    created = created == null && shown != null ? shown.creationTime() : created;
    return created == null ? 0 : created.getEpochSecond();
  }

  /** When the job entered the state it is in, by AWS's clock; null where AWS does not say. */
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

  // metadata.creationTimestamp has whole seconds. What is not known is silent: it may be old.
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
        "A job of this name was made again at "
            + description.creationTime()
            + "; what is shown is the new one, "
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

  // ISO 8601 without its marks: 1h2m3s.
  private static String text(Duration duration) {
    Duration whole = duration.isNegative() ? Duration.ZERO : duration;
    return whole
        .truncatedTo(ChronoUnit.SECONDS)
        .toString()
        .substring(2)
        .toLowerCase(java.util.Locale.ROOT);
  }
}
