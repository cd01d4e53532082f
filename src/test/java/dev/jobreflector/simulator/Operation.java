package dev.jobreflector.simulator;

/** The SageMaker operations that the simulator knows. */
public enum Operation {
  CREATE("CreateOptimizationJob"),
  DESCRIBE("DescribeOptimizationJob"),
  LIST("ListOptimizationJobs"),
  STOP("StopOptimizationJob"),
  DELETE("DeleteOptimizationJob"),
  /** Anything else that was asked for. */
  UNKNOWN("Unknown");

  private static final String TARGET_PREFIX = "SageMaker.";

  private final String wireName;

  Operation(String wireName) {
    this.wireName = wireName;
  }

  /** The name in the API reference. */
  public String wireName() {
    return wireName;
  }

  /** The operation that an X-Amz-Target header names; {@link #UNKNOWN} for every other text. */
  static Operation ofTarget(String target) {
    for (Operation operation : values()) {
      if (operation != UNKNOWN && target.equals(TARGET_PREFIX + operation.wireName)) {
        return operation;
      }
    }
    return UNKNOWN;
  }
}
