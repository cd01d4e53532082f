package dev.jobreflector.sagemaker;

/**
 * Receives each response member that this version does not know, each time a response contains it.
 */
@FunctionalInterface
public interface UnknownMemberListener {

  /**
   * Called if a response contains an unknown member.
   *
   * @param member the path in the names of the API, such as {@code NewMember} or {@code
   *     OptimizationConfigs[].ModelPruningConfig}; at most 200 printable ASCII characters
   */
  void unknownMember(String member);
}
