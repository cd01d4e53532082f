package dev.jobreflector.decision;

/**
 * One optimization job. Several resources may reflect it.
 *
 * @param accountRegion the account and region of the job
 * @param jobName the name in SageMaker, unique within an account and region
 */
public record JobKey(AccountRegion accountRegion, String jobName) {}
