package dev.jobreflector.sagemaker;

/** Told of response members that this version of the AWS SDK drops, each time they are seen. */
@FunctionalInterface
public interface UnknownMemberListener {

  /**
   * A response held this member.
   *
   * @param member the member's path on the wire, such as {@code NewMember} or {@code
   *     OptimizationConfigs[].ModelPruningConfig}; at most 200 printable ASCII characters
   */
  void unknownMember(String member);
}
