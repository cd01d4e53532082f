package dev.jobreflector.decision;

/**
 * The reasons of a False Synced condition. A reason that concerns one job leads to Events, and may
 * make the resource Stalled. A reason that concerns an account and region does neither.
 */
enum FailureReason {
  JOB_NOT_FOUND("JobNotFound", true),
  ACCESS_DENIED("AccessDenied", true),
  INVALID_CONFIGURATION("InvalidConfiguration", true),
  THROTTLED("Throttled", false),
  UNAVAILABLE("Unavailable", false);

  private final String text;
  private final boolean ofJob;

  FailureReason(String text, boolean ofJob) {
    this.text = text;
    this.ofJob = ofJob;
  }

  String text() {
    return text;
  }

  /** The reason of a failed poll. */
  static FailureReason of(Observation failure) {
    if (failure instanceof Observation.Absent) {
      return JOB_NOT_FOUND;
    } else if (failure instanceof Observation.Denied) {
      return ACCESS_DENIED;
    } else if (failure instanceof Observation.Misconfigured) {
      return INVALID_CONFIGURATION;
    }
    return failure instanceof Observation.Throttled ? THROTTLED : UNAVAILABLE;
  }

  /** The message of a failed poll, as a sentence; empty for an absent job. */
  static String messageOf(Observation failure) {
    String message = failure instanceof Observation.Failure told ? told.message() : "";
    return message.isEmpty() || message.endsWith(".") ? message : message + ".";
  }

  static boolean isOfJob(String reason) {
    for (FailureReason known : values()) {
      if (known.text.equals(reason)) {
        return known.ofJob;
      }
    }
    return false;
  }

  static boolean isOfAccount(String reason) {
    return reason.equals(THROTTLED.text) || reason.equals(UNAVAILABLE.text);
  }
}
