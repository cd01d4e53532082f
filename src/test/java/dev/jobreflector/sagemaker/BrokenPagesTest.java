package dev.jobreflector.sagemaker;

import static dev.jobreflector.sagemaker.CannedServer.JSON;
import static dev.jobreflector.sagemaker.GatewayUnderTest.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.Observation.Unavailable;
import dev.jobreflector.polling.ListAnswer;
import dev.jobreflector.schedule.ListPage;
import dev.jobreflector.schedule.ListPage.ListedJob;
import dev.jobreflector.schedule.ListRequest;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of ListOptimizationJobs over the wire, of which not everything can be read. */
class BrokenPagesTest {
  private static final Instant CREATED = Instant.parse("2023-11-14T22:13:20.500Z");
  private static final Instant MODIFIED = CREATED.plusSeconds(60);

  private final GatewayUnderTest gateways = new GatewayUnderTest();
  private final CannedServer server = new CannedServer();
  private final SageMakerGateway gateway = gateways.at(server.endpoint());

  @AfterEach
  void close() {
    gateway.close();
    server.close();
  }

  @Test
  void a_page_is_read_as_it_came() {
    server.answers(200, JSON, page(summary("first"), summary("second")));

    assertThat(read().jobs())
        .containsExactly(
            new ListedJob("first", "INPROGRESS", CREATED, MODIFIED),
            new ListedJob("second", "INPROGRESS", CREATED, MODIFIED));
    assertThat(read().nextToken()).isEqualTo("more");
    assertThat(gateway.accountId()).isEqualTo("123456789012");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "7",
        "\"summary\"",
        "[]",
        "{}",
        "{\"OptimizationJobName\":\"broken\"}",
      })
  void a_summary_that_is_none_loses_itself_alone(String broken) {
    server.answers(200, JSON, page(summary("first"), broken, summary("second")));

    assertThat(read().jobs()).extracting(ListedJob::name).containsExactly("first", "second");
    assertThat(read().nextToken()).isEqualTo("more");
    assertThat(gateways.outcomes).containsOnly("ListOptimizationJobs ok eu-west-1");
  }

  @ParameterizedTest
  @CsvSource({
    "OptimizationJobName, null",
    "OptimizationJobName, 7",
    "OptimizationJobName, {}",
    "OptimizationJobName, \"\"",
    "OptimizationJobStatus, null",
    "OptimizationJobStatus, [1]",
    "OptimizationJobStatus, \" \"",
    "CreationTime, null",
    "CreationTime, \"yesterday\"",
    "CreationTime, \"1700000000\"",
    "CreationTime, 1e30",
    "CreationTime, 1e67",
    "CreationTime, -1e400",
    "CreationTime, 253402300800",
    "CreationTime, true",
    "CreationTime, {}",
  })
  void a_summary_without_name_status_or_creation_time_loses_itself_alone(
      String member, String value) {
    server.answers(
        200, JSON, page(summary("first"), summary("broken", member, value), summary("second")));

    assertThat(read().jobs()).extracting(ListedJob::name).containsExactly("first", "second");
  }

  @ParameterizedTest
  @CsvSource({
    "LastModifiedTime, \"now\"",
    "LastModifiedTime, 1e30",
    "LastModifiedTime, null",
    "LastModifiedTime, []",
  })
  void a_summary_without_a_time_of_change_is_still_one(String member, String value) {
    server.answers(200, JSON, page(summary("first", member, value)));

    assertThat(read().jobs()).containsExactly(new ListedJob("first", "INPROGRESS", CREATED, null));
  }

  @ParameterizedTest
  @CsvSource({
    "OptimizationStartTime, \"soon\"",
    "OptimizationEndTime, 1e99",
    "MaxInstanceCount, \"two\"",
    "OptimizationTypes, 3",
    "DeploymentInstanceType, {}",
    "OptimizationJobArn, 7",
    "NewMember, {\"a\":[null]}",
  })
  void what_a_list_is_not_asked_for_may_be_broken(String member, String value) {
    server.answers(200, JSON, page(summary("first", member, value)));

    assertThat(read().jobs())
        .containsExactly(new ListedJob("first", "INPROGRESS", CREATED, MODIFIED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"OptimizationJobSummaries\":null}",
        "{\"OptimizationJobSummaries\":{}}",
        "{\"OptimizationJobSummaries\":\"none\"}",
        "{\"OptimizationJobSummaries\":[],\"NextToken\":7}",
        "{\"OptimizationJobSummaries\":[],\"NextToken\":{}}",
        "{\"OptimizationJobSummaries\":[",
        "",
      })
  void what_is_no_page_is_none(String body) {
    server.answers(200, JSON, body);

    assertThat(gateway.list(call()))
        .isInstanceOfSatisfying(
            ListAnswer.NoPage.class,
            answer -> {
              assertThat(answer.failure()).isInstanceOf(Unavailable.class);
              assertThat(message(answer.failure())).contains("the answer is not SageMaker's");
            });
  }

  @Test
  void an_error_with_summaries_in_it_is_still_an_error() {
    server.answers(500, JSON, page(summary("first")));

    assertThat(gateway.list(call())).isInstanceOf(ListAnswer.NoPage.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"NextToken\":null", ",\"NextToken\":\"\""})
  void a_page_without_a_token_is_the_last(String token) {
    server.answers(
        200, JSON, "{\"OptimizationJobSummaries\":[" + summary("first") + "]" + token + "}");

    assertThat(read().nextToken()).isNull();
  }

  private ListPage read() {
    ListAnswer answer = gateway.list(call());
    assertThat(answer)
        .as(answer instanceof ListAnswer.NoPage none ? message(none.failure()) : "")
        .isInstanceOf(ListAnswer.Page.class);
    return ((ListAnswer.Page) answer).page();
  }

  private static ListRequest call() {
    return new ListRequest(null, null, null, null);
  }

  private static String page(String... summaries) {
    return "{\"NextToken\":\"more\",\"OptimizationJobSummaries\":["
        + String.join(",", summaries)
        + "]}";
  }

  private static String summary(String name) {
    return ("{\"OptimizationJobName\":\"%s\",\"OptimizationJobArn\":"
            + "\"arn:aws:sagemaker:eu-west-1:123456789012:optimization-job/%s\","
            + "\"OptimizationJobStatus\":\"INPROGRESS\",\"CreationTime\":1700000000.5,"
            + "\"LastModifiedTime\":1700000060.5,\"OptimizationStartTime\":1700000001,"
            + "\"DeploymentInstanceType\":\"ml.g5.2xlarge\",\"OptimizationTypes\":[\"Sharding\"]}")
        .formatted(name, name);
  }

  /** One whose {@code member}, which may be new, has another value. */
  private static String summary(String name, String member, String value) {
    return summary(name)
        .replaceFirst("\"" + member + "\":", "\"Replaced\":")
        .replaceFirst("\\{", "{\"" + member + "\":" + value + ",");
  }
}
