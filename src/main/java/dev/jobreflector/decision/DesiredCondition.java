package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A condition to show, without its lastTransitionTime and observedGeneration. */
record DesiredCondition(ConditionType type, String status, String reason, String message) {

  static final String TRUE = "True";
  static final String FALSE = "False";
  static final String UNKNOWN = "Unknown";

  /**
   * The condition to write. By the Kubernetes API conventions, lastTransitionTime changes only if
   * status changes. observedGeneration is always the resource's generation: otherwise {@code
   * kubectl wait} ignores the condition.
   *
   * @param shown the condition of this type that status has now; null if it has none
   */
  Condition over(@Nullable Condition shown, long generation, Instant now) {
    Instant since =
        shown != null && shown.status().equals(status)
            ? shown.lastTransitionTime()
            : now.truncatedTo(ChronoUnit.SECONDS);
    return new Condition(type.text(), status, reason, message, since, generation);
  }

  static DesiredCondition same(ConditionType type, Condition shown) {
    return new DesiredCondition(type, shown.status(), shown.reason(), shown.message());
  }
}
