package dev.jobreflector.decision;

/**
 * One optimization job, however many resources reflect it.
 *
 * @param accountRegion where the job lives
 * @param jobName its name in SageMaker, unique within account and region
 */
public record JobKey(AccountRegion accountRegion, String jobName) {}
