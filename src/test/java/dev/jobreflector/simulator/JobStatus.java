package dev.jobreflector.simulator;

import java.util.Arrays;
import java.util.List;

/** The values of OptimizationJobStatus that the API documents. */
public enum JobStatus {
  INPROGRESS,
  COMPLETED,
  FAILED,
  STARTING,
  STOPPING,
  STOPPED;

  /** Whether a job in this state stays in it. */
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED || this == STOPPED;
  }

  /** Whether {@code status} is one of the three final states; an unknown text is not. */
  static boolean isFinal(String status) {
    return Arrays.stream(values()).anyMatch(s -> s.isFinal() && s.name().equals(status));
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Enum::name).toList();
  }
}
