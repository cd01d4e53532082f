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
 * @param laterPagesOnly whether it is only for pages of a list after the first
 */
public record When(
    Set<Operation> operations,
    @Nullable String jobName,
    @Nullable String accountId,
    int times,
    boolean laterPagesOnly) {

  public When {
    operations = Set.copyOf(operations);
  }

  /** Every request. */
  public static When always() {
    return new When(EnumSet.allOf(Operation.class), null, null, Integer.MAX_VALUE, false);
  }

  /** Every request for one of these operations. */
  public static When operation(Operation first, Operation... more) {
    return new When(EnumSet.of(first, more), null, null, Integer.MAX_VALUE, false);
  }

  /** Every page of a list but the first. */
  public static When laterPages() {
    return new When(EnumSet.of(Operation.LIST), null, null, Integer.MAX_VALUE, true);
  }

  /** Every request for this job. */
  public static When job(String name) {
    return always().withJob(name);
  }

  public When withJob(String name) {
    return new When(operations, name, accountId, times, laterPagesOnly);
  }

  public When withAccount(String account) {
    return new When(operations, jobName, account, times, laterPagesOnly);
  }

  public When times(int hits) {
    return new When(operations, jobName, accountId, hits, laterPagesOnly);
  }

  boolean matches(ApiRequest request) {
    return operations.contains(request.operation())
        && !(laterPagesOnly && request.listBegun() != null)
        && (jobName == null || jobName.equals(request.jobName()))
        && (accountId == null || accountId.equals(request.place().accountId()));
  }
}
