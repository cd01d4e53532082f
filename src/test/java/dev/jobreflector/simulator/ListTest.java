package dev.jobreflector.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ListOptimizationJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListOptimizationJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListOptimizationJobsSortBy;
import software.amazon.awssdk.services.sagemaker.model.OptimizationJobStatus;
import software.amazon.awssdk.services.sagemaker.model.OptimizationJobSummary;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.SortOrder;

/** Five jobs, created an hour after one another, each 2 h long; it is 10 min after the last. */
class ListTest {

  private static final Instant START = Instant.parse("2026-01-02T00:00:00.500Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final JobPlan PLAN =
      JobPlan.defaults().lasting(Duration.ofMinutes(30), Duration.ofMinutes(90), Duration.ZERO);

  private static final SettableClock CLOCK = SettableClock.at(START);
  private static final SageMakerSimulator SIMULATOR =
      SageMakerSimulator.start(SimulatorOptions.defaults().withClock(CLOCK));
  private static final SageMakerClient CLIENT = SimulatorClients.of(SIMULATOR);

  @BeforeAll
  static void fiveJobs() {
    JobStore jobs = SIMULATOR.jobs();
    jobs.put(JobRecord.of("e-first", START, PLAN));
    jobs.put(JobRecord.of("d-Second", hours(1), PLAN.failing(), SampleRequests.compilation()));
    jobs.put(JobRecord.of("c-third", hours(2), PLAN.unending(), SampleRequests.everything()));
    jobs.put(JobRecord.of("b-fourth", hours(3), PLAN));
    jobs.put(JobRecord.of("a-fifth", hours(4), PLAN, SampleRequests.compilation()));
    CLOCK.advance(HOUR.multipliedBy(4).plusMinutes(10));
  }

  @AfterAll
  static void close() {
    CLIENT.close();
    SIMULATOR.close();
  }

  static Stream<Arguments> lists() {
    return Stream.of(
        list("oldest first by default", r -> {}, "e", "d", "c", "b", "a"),
        list("newest first", r -> r.sortOrder(SortOrder.DESCENDING), "a", "b", "c", "d", "e"),
        list("created after, exclusive", r -> r.creationTimeAfter(hours(3)), "a"),
        list("created just after", r -> r.creationTimeAfter(hours(3).minusMillis(1)), "b", "a"),
        list("created before, exclusive", r -> r.creationTimeBefore(hours(1)), "e"),
        list(
            "created between",
            r -> r.creationTimeAfter(START).creationTimeBefore(hours(3)),
            "d",
            "c"),
        list(
            "created between, newest first",
            r ->
                r.creationTimeAfter(START)
                    .creationTimeBefore(hours(3))
                    .sortOrder(SortOrder.DESCENDING),
            "c",
            "d"),
        list(
            "a range that ends before it begins",
            r -> r.creationTimeAfter(hours(3)).creationTimeBefore(hours(1))),
        list("created after all", r -> r.creationTimeAfter(hours(9))),
        // Last modified: e at 2 h, d at 3 h, c at 2.5 h, b at 3.5 h, a at 4 h.
        list(
            "modified after", r -> r.lastModifiedTimeAfter(hours(3).minusMillis(1)), "d", "b", "a"),
        list("modified before", r -> r.lastModifiedTimeBefore(hours(3)), "e", "c"),
        list("a part of the name", r -> r.nameContains("th"), "c", "b", "a"),
        list("names regard case", r -> r.nameContains("second")),
        list("a technique", r -> r.optimizationContains("Compilation"), "d", "c", "a"),
        list("another", r -> r.optimizationContains("SpeculativeDecoding"), "c"),
        list("completed", r -> r.statusEquals(OptimizationJobStatus.COMPLETED), "e"),
        list("failed", r -> r.statusEquals(OptimizationJobStatus.FAILED), "d"),
        list("running", r -> r.statusEquals(OptimizationJobStatus.INPROGRESS), "c", "b"),
        list("starting", r -> r.statusEquals(OptimizationJobStatus.STARTING), "a"),
        list("stopping", r -> r.statusEquals(OptimizationJobStatus.STOPPING)),
        list(
            "running, newest first",
            r -> r.statusEquals(OptimizationJobStatus.INPROGRESS).sortOrder(SortOrder.DESCENDING),
            "b",
            "c"),
        list("by name", r -> r.sortBy(ListOptimizationJobsSortBy.NAME), "a", "b", "c", "d", "e"),
        list(
            "by name, backwards",
            r -> r.sortBy(ListOptimizationJobsSortBy.NAME).sortOrder(SortOrder.DESCENDING),
            "e",
            "d",
            "c",
            "b",
            "a"),
        list(
            "by status", r -> r.sortBy(ListOptimizationJobsSortBy.STATUS), "e", "d", "c", "b", "a"),
        list(
            "by status, backwards",
            r -> r.sortBy(ListOptimizationJobsSortBy.STATUS).sortOrder(SortOrder.DESCENDING),
            "a",
            "b",
            "c",
            "d",
            "e"),
        list(
            "all filters at once",
            r ->
                r.creationTimeAfter(START)
                    .creationTimeBefore(hours(4))
                    .lastModifiedTimeAfter(hours(2))
                    .lastModifiedTimeBefore(hours(4))
                    .nameContains("ou")
                    .optimizationContains("Quant")
                    .statusEquals(OptimizationJobStatus.INPROGRESS),
            "b"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lists")
  void a_list_shows_what_was_asked_for_in_one_page(
      String what, Consumer<ListOptimizationJobsRequest.Builder> request, List<String> expected) {
    ListOptimizationJobsResponse page = CLIENT.listOptimizationJobs(request);
    assertThat(page.optimizationJobSummaries()).map(ListTest::firstLetter).isEqualTo(expected);
    assertThat(page.nextToken()).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lists")
  void a_list_shows_the_same_in_pages_of_one(
      String what, Consumer<ListOptimizationJobsRequest.Builder> request, List<String> expected) {
    List<ListOptimizationJobsResponse> pages =
        CLIENT.listOptimizationJobsPaginator(r -> r.applyMutation(request).maxResults(1)).stream()
            .toList();
    assertThat(pages).hasSize(Math.max(1, expected.size()));
    assertThat(pages.stream().flatMap(page -> page.optimizationJobSummaries().stream()))
        .map(ListTest::firstLetter)
        .isEqualTo(expected);
  }

  @Test
  void a_summary_says_what_the_api_says_and_no_more() {
    List<OptimizationJobSummary> summaries =
        CLIENT.listOptimizationJobs(r -> {}).optimizationJobSummaries();
    OptimizationJobSummary failed = summaries.get(1);
    assertThat(failed.optimizationJobName()).isEqualTo("d-Second");
    assertThat(failed.optimizationJobArn())
        .isEqualTo("arn:aws:sagemaker:us-east-1:123456789012:optimization-job/d-Second");
    assertThat(failed.creationTime()).isEqualTo(hours(1));
    assertThat(failed.optimizationStartTime()).isEqualTo(hours(1).plusSeconds(1800));
    assertThat(failed.optimizationEndTime()).isEqualTo(hours(3));
    assertThat(failed.lastModifiedTime()).isEqualTo(hours(3));
    assertThat(failed.optimizationJobStatus()).isEqualTo(OptimizationJobStatus.FAILED);
    assertThat(failed.deploymentInstanceTypeAsString()).isEqualTo("ml.inf2.48xlarge");
    assertThat(failed.optimizationTypes()).containsExactly("Compilation");
    assertThat(summaries.get(2).maxInstanceCount()).isEqualTo(2);
  }

  @Test
  void a_page_goes_on_where_the_last_one_ended_whatever_came_and_went() {
    SIMULATOR.jobs(new AccountRegion("123456789012", "eu-west-1"));
    try (SageMakerClient client = SimulatorClients.of(SIMULATOR, "AKIA", "eu-west-1")) {
      JobStore jobs = SIMULATOR.jobs(new AccountRegion("123456789012", "eu-west-1"));
      for (int i = 0; i < 4; i++) {
        jobs.put(JobRecord.of("job-" + i, hours(i), PLAN));
      }
      ListOptimizationJobsResponse first = client.listOptimizationJobs(r -> r.maxResults(2));
      jobs.remove("job-0");
      jobs.remove("job-1");
      jobs.put(JobRecord.of("older", START.minusSeconds(1), PLAN));
      ListOptimizationJobsResponse second =
          client.listOptimizationJobs(r -> r.maxResults(5).nextToken(first.nextToken()));
      assertThat(second.optimizationJobSummaries())
          .extracting(OptimizationJobSummary::optimizationJobName)
          .containsExactly("job-2", "job-3");
    }
  }

  @Test
  void a_token_is_good_for_its_own_list_only() {
    String token = CLIENT.listOptimizationJobs(r -> r.maxResults(1)).nextToken();
    for (String wrong : List.of("x", "%%%", "1|2|3|4")) {
      assertInvalid(r -> r.nextToken(wrong));
    }
    assertInvalid(r -> r.nextToken(token).nameContains("th"));
  }

  private static void assertInvalid(Consumer<ListOptimizationJobsRequest.Builder> request) {
    assertThatThrownBy(() -> CLIENT.listOptimizationJobs(request))
        .isInstanceOfSatisfying(
            SageMakerException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"))
        .hasMessageContaining("Invalid NextToken");
  }

  private static Arguments list(
      String what, Consumer<ListOptimizationJobsRequest.Builder> request, String... expected) {
    return arguments(what, request, List.of(expected));
  }

  private static String firstLetter(OptimizationJobSummary summary) {
    return summary.optimizationJobName().substring(0, 1);
  }

  private static Instant hours(int n) {
    return START.plus(HOUR.multipliedBy(n));
  }
}
