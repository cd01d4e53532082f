package dev.jobreflector.decision;

import static dev.jobreflector.decision.DesiredCondition.FALSE;
import static dev.jobreflector.decision.DesiredCondition.TRUE;
import static dev.jobreflector.decision.DesiredCondition.UNKNOWN;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationOutput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that describe the job: all except Synced. Ready and Finished are always present.
 * Reconciling, Stalled, Complete and Failed are present only while True, since kstatus and Argo CD
 * check whether they are present.
 */
final class JobConditions {

  private static final String NOT_FOUND = FailureReason.JOB_NOT_FOUND.text();

  private JobConditions() {}

  /**
   * The conditions of a job that was described.
   *
   * @param description the description that status will show
   * @param failure why the job cannot be described now; null if there is no failure to show
   * @param found true if the newest poll found the job
   */
  static List<DesiredCondition> of(
      ReconcileInput input,
      OptimizationJobDescription description,
      @Nullable LastingJobFailure failure,
      boolean found) {
    JobState state = JobState.of(String.valueOf(description.optimizationJobStatus()));
    if (state.isFinal()) {
      return ended(state, description);
    }
    String absentMessage = found ? null : absenceShown(input, failure);
    if (absentMessage != null) {
      return stalled(NOT_FOUND, absentMessage, TRUE);
    }
    return unfinished(state.reason(), runningMessage(state, description), !input.suspended());
  }

  private static List<DesiredCondition> ended(
      JobState state, OptimizationJobDescription description) {
    String reason = state.reason();
    if (state == JobState.COMPLETED) {
      String message = completedMessage(description);
      return List.of(
          new DesiredCondition(ConditionType.READY, TRUE, reason, message),
          new DesiredCondition(ConditionType.COMPLETE, TRUE, reason, message),
          new DesiredCondition(ConditionType.FINISHED, TRUE, reason, message));
    }
    String message = endedBadlyMessage(state, description);
    return List.of(
        new DesiredCondition(ConditionType.READY, FALSE, reason, message),
        new DesiredCondition(ConditionType.STALLED, TRUE, reason, message),
        new DesiredCondition(ConditionType.FAILED, TRUE, reason, message),
        new DesiredCondition(ConditionType.FINISHED, TRUE, reason, message));
  }

  static List<DesiredCondition> unfinished(String reason, String message, boolean reconciling) {
    List<DesiredCondition> conditions = new ArrayList<>();
    conditions.add(new DesiredCondition(ConditionType.READY, UNKNOWN, reason, message));
    if (reconciling) {
      conditions.add(new DesiredCondition(ConditionType.RECONCILING, TRUE, reason, message));
    }
    conditions.add(new DesiredCondition(ConditionType.FINISHED, FALSE, reason, message));
    return conditions;
  }

  static List<DesiredCondition> stalled(String reason, String message, String finished) {
    return List.of(
        new DesiredCondition(ConditionType.READY, FALSE, reason, message),
        new DesiredCondition(ConditionType.STALLED, TRUE, reason, message),
        new DesiredCondition(ConditionType.FINISHED, finished, reason, message));
  }

  /**
   * Why an unfinished job is treated as gone; null if it is not. A job that is gone stays so until
   * a poll finds it again.
   */
  private static @Nullable String absenceShown(
      ReconcileInput input, @Nullable LastingJobFailure failure) {
    if (failure != null && failure.reason() == FailureReason.JOB_NOT_FOUND) {
      return "The job was deleted from SageMaker before it ended. Status keeps its last known"
          + " state.";
    }
    Condition ready = input.condition(ConditionType.READY);
    if (ready == null || !ready.status().equals(FALSE) || !ready.reason().equals(NOT_FOUND)) {
      return null;
    }
    return ready.message();
  }

  private static String runningMessage(JobState state, OptimizationJobDescription description) {
    return switch (state) {
      case STARTING -> "The job is starting.";
      case INPROGRESS -> "The job is running.";
      case STOPPING -> "The job is being stopped.";
      default ->
          "SageMaker reports "
              + description.optimizationJobStatus()
              + ", a status that this version does not know. The operator treats the job as"
              + " unfinished.";
    };
  }

  private static String completedMessage(OptimizationJobDescription description) {
    String image = recommendedInferenceImage(description);
    return image == null
        ? "The job completed; SageMaker recommends no inference image for it."
        : "The job completed; recommended inference image: " + image;
  }

  private static String endedBadlyMessage(JobState state, OptimizationJobDescription description) {
    if (description.failureReason() != null) {
      return description.failureReason();
    }
    return state == JobState.STOPPED
        ? "The job was stopped before it completed."
        : "The job failed; SageMaker gives no reason.";
  }

  static @Nullable String recommendedInferenceImage(OptimizationJobDescription description) {
    OptimizationOutput output = description.optimizationOutput();
    return output == null ? null : output.recommendedInferenceImage();
  }
}
