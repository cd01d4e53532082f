package dev.jobreflector.decision;

/**
 * An account and a region of AWS. All jobs of an account and region share one request budget. Today
 * there is one account, {@link #OPERATOR}: that of the operator's own credentials.
 *
 * @param account the operator's name for a set of credentials, not the twelve digits of an account
 * @param region the AWS region, for instance {@code us-east-1}
 */
public record AccountRegion(String account, String region) {

  /** The name for the operator's own credentials. */
  public static final String OPERATOR = "operator";
}
