package dev.jobreflector.schedule;

import dev.jobreflector.decision.ResourceKey;
import java.time.Instant;

/**
 * A resource whose job has ended, for the daily check whether AWS still has it.
 *
 * @param resource the resource
 * @param jobName the job it shows
 * @param creationTime when that job was created
 */
public record FinishedJob(ResourceKey resource, String jobName, Instant creationTime) {}
