package dev.jobreflector.schedule;

import dev.jobreflector.decision.ResourceKey;
import java.time.Instant;

/**
 * A resource whose job has finished. The audit checks that AWS still has the job.
 *
 * @param resource the resource
 * @param jobName the job that the resource reflects
 * @param creationTime the creation time of the job, as the resource shows it
 */
public record FinishedJob(ResourceKey resource, String jobName, Instant creationTime) {}
