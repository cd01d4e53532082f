package dev.jobreflector.simulator;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a fault is for.
 *
 * @param operations those it is for
 * @param jobName only requests for this job (never a list); null for all
 * @param accountId only requests of this account; null for all
 * @param times how many requests it hits before it is spent
 */
public record When(
    Set<Operation> operations, @Nullable String jobName, @Nullable String accountId, int times) {

  public When {
    operations = Set.copyOf(operations);
  }

  /** Every request. */
  public static When always() {
    return new When(EnumSet.allOf(Operation.class), null, null, Integer.MAX_VALUE);
  }

  /** Every request for one of these operations. */
  public static When operation(Operation first, Operation... more) {
    return new When(EnumSet.of(first, more), null, null, Integer.MAX_VALUE);
  }

  /** Every request for this job. */
  public static When job(String name) {
    return always().withJob(name);
  }

  public When withJob(String name) {
    return new When(operations, name, accountId, times);
  }

  public When withAccount(String account) {
    return new When(operations, jobName, account, times);
  }

  public When times(int hits) {
    return new When(operations, jobName, accountId, hits);
  }

  boolean matches(ApiRequest request) {
    return operations.contains(request.operation())
        && (jobName == null || jobName.equals(request.jobName()))
        && (accountId == null || accountId.equals(request.place().accountId()));
  }
}
