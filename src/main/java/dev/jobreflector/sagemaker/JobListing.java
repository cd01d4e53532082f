package dev.jobreflector.sagemaker;

import dev.jobreflector.schedule.ListCall;
import dev.jobreflector.schedule.ListPage;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ListOptimizationJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListOptimizationJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListOptimizationJobsSortBy;
import software.amazon.awssdk.services.sagemaker.model.OptimizationJobSummary;
import software.amazon.awssdk.services.sagemaker.model.SortOrder;

/** Puts a page of a list into the SDK's words, and its answer out of them. */
final class JobListing {

  /** The most that the API gives. */
  private static final int JOBS_ON_A_PAGE = 100;

  private JobListing() {}

  static ListOptimizationJobsRequest.Builder request(
      ListOptimizationJobsRequest.Builder request, ListCall call) {
    return request
        .sortBy(ListOptimizationJobsSortBy.CREATION_TIME)
        .sortOrder(SortOrder.DESCENDING)
        .maxResults(JOBS_ON_A_PAGE)
        .statusEquals(call.statusEquals())
        .creationTimeAfter(call.creationTimeAfter())
        .creationTimeBefore(call.creationTimeBefore())
        .nextToken(call.nextToken());
  }

  static ListPage page(ListOptimizationJobsResponse response) {
    return new ListPage(
        response.optimizationJobSummaries().stream()
            .map(JobListing::job)
            .filter(Objects::nonNull)
            .toList(),
        emptyToNull(response.nextToken()));
  }

  /** Null for a summary without what the API promises: it tells nothing. */
  private static @Nullable ListedJob job(OptimizationJobSummary summary) {
    return summary.optimizationJobName() == null
            || summary.optimizationJobStatusAsString() == null
            || summary.creationTime() == null
        ? null
        : new ListedJob(
            summary.optimizationJobName(),
            summary.optimizationJobStatusAsString(),
            summary.creationTime(),
            summary.lastModifiedTime());
  }

  private static @Nullable String emptyToNull(@Nullable String token) {
    return token == null || token.isEmpty() ? null : token;
  }
}
