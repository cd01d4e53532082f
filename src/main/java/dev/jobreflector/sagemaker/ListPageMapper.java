package dev.jobreflector.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jobreflector.sagemaker.CleanResponse.LeftOut;
import dev.jobreflector.sagemaker.CleanResponse.Why;
import dev.jobreflector.schedule.ListPage;
import dev.jobreflector.schedule.ListPage.ListedJob;
import dev.jobreflector.schedule.ListRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ListOptimizationJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListOptimizationJobsSortBy;
import software.amazon.awssdk.services.sagemaker.model.SortOrder;

/** Builds the request for a list page, and reads the response summary by summary. */
final class ListPageMapper {

  /** The maximum of the API. */
  private static final int JOBS_ON_A_PAGE = 100;

  private static final String SUMMARIES = "OptimizationJobSummaries";
  private static final String NEXT_TOKEN = "NextToken";

  private ListPageMapper() {}

  static ListOptimizationJobsRequest.Builder request(
      ListOptimizationJobsRequest.Builder request, ListRequest wanted) {
    return request
        .sortBy(ListOptimizationJobsSortBy.CREATION_TIME)
        .sortOrder(SortOrder.DESCENDING)
        .maxResults(JOBS_ON_A_PAGE)
        .statusEquals(wanted.statusEquals())
        .creationTimeAfter(wanted.creationTimeAfter())
        .creationTimeBefore(wanted.creationTimeBefore())
        .nextToken(wanted.nextToken());
  }

  /**
   * Why a response is not a list page of SageMaker; null if it is.
   *
   * @param response the JSON, not the SDK's object: the SDK accepts a number as a token
   */
  static @Nullable String refusal(JsonNode response) {
    if (!response.path(SUMMARIES).isArray()) {
      return "it has no " + SUMMARIES;
    }
    JsonNode token = response.path(NEXT_TOKEN);
    // A token of another type must not count as the last page: later jobs would seem gone.
    return token.isMissingNode() || token.isNull() || token.isTextual()
        ? null
        : "its " + NEXT_TOKEN + " is not a string";
  }

  /** The list page in a response, without the summaries that cannot be read. */
  static ListPage page(JsonNode response) {
    return new ListPage(
        response
            .path(SUMMARIES)
            .valueStream()
            .map(ListPageMapper::job)
            .filter(Objects::nonNull)
            .toList(),
        text(response.path(NEXT_TOKEN)));
  }

  /** The summaries that {@link #page} leaves out. */
  static List<LeftOut> unreadable(JsonNode response) {
    return response.path(SUMMARIES).valueStream().anyMatch(summary -> job(summary) == null)
        ? List.of(new LeftOut(SUMMARIES + "[]", Why.UNREADABLE))
        : List.of();
  }

  /** The ARNs of the jobs on a page. */
  static Stream<String> arns(JsonNode response) {
    return response
        .path(SUMMARIES)
        .valueStream()
        .map(summary -> text(summary.path("OptimizationJobArn")))
        .filter(Objects::nonNull);
  }

  /** The job of a summary; null if the summary lacks a name, a status or a creation time. */
  private static @Nullable ListedJob job(JsonNode summary) {
    String name = text(summary.path("OptimizationJobName"));
    String status = text(summary.path("OptimizationJobStatus"));
    Instant creationTime = time(summary.path("CreationTime"));
    return name == null || status == null || creationTime == null
        ? null
        : new ListedJob(name, status, creationTime, time(summary.path("LastModifiedTime")));
  }

  private static @Nullable String text(JsonNode json) {
    return json.isTextual() && !json.textValue().isBlank() ? json.textValue() : null;
  }

  private static @Nullable Instant time(JsonNode json) {
    return json.isNumber()
        ? Instant.ofEpochMilli(json.decimalValue().scaleByPowerOfTen(3).longValue())
        : null;
  }
}
