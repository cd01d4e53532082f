package dev.jobreflector.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one request to ListOptimizationJobs asks for: newest first, at most a hundred jobs.
 *
 * @param statusEquals only jobs with this status; null for all
 * @param creationTimeAfter only jobs created after this time; null for all
 * @param creationTimeBefore only jobs created before this time; null for all
 * @param nextToken the token of the previous page; null for the first page
 */
public record ListRequest(
    @Nullable String statusEquals,
    @Nullable Instant creationTimeAfter,
    @Nullable Instant creationTimeBefore,
    @Nullable String nextToken) {}
