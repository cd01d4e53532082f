package dev.jobreflector.decision;

/**
 * The place a job lives in and whose request rate it shares: the operator's name for a set of
 * credentials, and the AWS region. Today there is one set of credentials, {@link #OPERATOR}.
 *
 * @param account the operator's name for the credentials, not the twelve digits of an account
 * @param region the AWS region, for instance {@code us-east-1}
 */
public record AccountRegion(String account, String region) {

  /** The credentials the operator itself runs with. */
  public static final String OPERATOR = "operator";
}
