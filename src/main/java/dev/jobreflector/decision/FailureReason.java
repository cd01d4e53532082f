package dev.jobreflector.decision;

/**
 * The reasons of a False Synced condition. Those that concern one job are told by Events and may
 * make the resource Stalled; those of a whole account and region never do.
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
