package dev.jobreflector.sagemaker;

import static dev.jobreflector.sagemaker.CannedServer.JSON;
import static dev.jobreflector.sagemaker.CannedServer.MINIMAL_JOB;
import static dev.jobreflector.sagemaker.CannedServer.REQUIRED_MEMBERS;
import static dev.jobreflector.sagemaker.GatewayUnderTest.CREDENTIALS;
import static dev.jobreflector.sagemaker.GatewayUnderTest.NOW;
import static dev.jobreflector.sagemaker.GatewayUnderTest.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.OptimizationTechnique;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.UnknownMember;
import dev.jobreflector.decision.Observation.Absent;
import dev.jobreflector.decision.Observation.Found;
import dev.jobreflector.decision.Observation.Unavailable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class SageMakerGatewayTest {
  private static final String ACCOUNT_OF_ARN = "123456789012";
  private static final String NOT_FOUND = "{\"__type\":\"ResourceNotFound\"}";

  private final GatewayUnderTest gateways = new GatewayUnderTest();
  private final CannedServer server = new CannedServer().answers(200, JSON, MINIMAL_JOB);
  private final SageMakerGateway gateway = gateways.at(server.endpoint());

  @AfterEach
  void close() {
    gateway.close();
    server.close();
  }

  @Test
  void asks_for_the_job_under_the_operators_name() {
    gateway.describe("llama");

    assertThat(server.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.body()).isEqualTo("{\"OptimizationJobName\":\"llama\"}");
              assertThat(request.headers().getFirst("X-Amz-Target"))
                  .isEqualTo("SageMaker.DescribeOptimizationJob");
              assertThat(request.headers().getFirst("User-Agent")).contains("app/job-reflector");
              assertThat(request.headers().getFirst("Authorization"))
                  .contains("/eu-west-1/sagemaker/aws4_request");
            });
  }

  @Test
  void shows_the_job_as_of_the_time_its_answer_came() {
    assertThat(gateway.describe("llama"))
        .isInstanceOfSatisfying(
            Found.class,
            found -> {
              assertThat(found.description().optimizationJobStatus()).isEqualTo("INPROGRESS");
              assertThat(found.description().creationTime())
                  .isEqualTo(Instant.parse("2023-11-14T22:13:20.500Z"));
              assertThat(found.accountId()).isEqualTo(ACCOUNT_OF_ARN);
              assertThat(found.observedTime()).isEqualTo(NOW);
            });
  }

  @Test
  void shows_a_status_that_nobody_knows_as_it_came() {
    server.answers(200, JSON, MINIMAL_JOB.replace("INPROGRESS", "HIBERNATING"));

    assertThat(gateway.describe("llama"))
        .isInstanceOfSatisfying(
            Found.class,
            found ->
                assertThat(found.description().optimizationJobStatus()).isEqualTo("HIBERNATING"));
  }

  @Test
  void shows_and_tells_of_members_that_the_sdk_drops() {
    server.answers(
        200,
        JSON,
        REQUIRED_MEMBERS
            + """
            ,"TrainingPlanArns":["arn"],"NewMember":{"Text":"a\\u0007b"},
            "OptimizationConfigs":[{"ModelPruningConfig":{"Ratio":2}},{}]}""");

    assertThat(gateway.describe("llama"))
        .isInstanceOfSatisfying(
            Found.class,
            found -> {
              assertThat(found.description().optimizationConfigs())
                  .extracting(OptimizationTechnique::unknownMember)
                  .containsExactly(
                      new UnknownMember("ModelPruningConfig"),
                      new UnknownMember(DescriptionMapper.NO_MEMBER));
              assertThat(found.description().trainingPlanArns()).containsExactly("arn");
              assertThat(found.description().unknownMembers())
                  .containsExactly(
                      Map.entry("NewMember", Map.of("Text", "a\uFFFDb")),
                      Map.entry("OptimizationConfigs[0].ModelPruningConfig", Map.of("Ratio", 2L)));
            });
    assertThat(gateways.unknownMembers)
        .containsExactly("NewMember", "OptimizationConfigs[].ModelPruningConfig");
  }

  @Test
  void shows_no_null_that_the_resource_has_no_place_for() {
    server.answers(
        200,
        JSON,
        REQUIRED_MEMBERS
            + """
            ,"OptimizationConfigs":[null,{"ModelShardingConfig":null}],"FailureReason":null,
            "OptimizationEnvironment":{"A":null,"B":"b"},"VpcConfig":{"Subnets":[null,"s"]}}""");

    assertThat(gateway.describe("llama"))
        .isInstanceOfSatisfying(
            Found.class,
            found -> {
              assertThat(found.description().optimizationConfigs())
                  .extracting(OptimizationTechnique::unknownMember)
                  .containsOnly(new UnknownMember(DescriptionMapper.NO_MEMBER));
              assertThat(found.description().optimizationEnvironment()).isEqualTo(Map.of("B", "b"));
              assertThat(found.description().vpcConfig().subnets()).containsExactly("s");
              assertThat(found.description().vpcConfig().securityGroupIds()).isNull();
            });
  }

  @Test
  void learns_the_account_from_a_found_job_where_credentials_do_not_tell() {
    assertThat(gateway.accountId()).isNull();
    server.answers(400, JSON, NOT_FOUND);
    assertThat(gateway.describe("bert")).isEqualTo(new Absent(null, NOW));

    server.answers(200, JSON, MINIMAL_JOB);
    gateway.describe("llama");

    server.answers(400, JSON, NOT_FOUND);
    assertThat(gateway.describe("bert")).isEqualTo(new Absent(ACCOUNT_OF_ARN, NOW));
    assertThat(gateway.accountId()).isEqualTo(ACCOUNT_OF_ARN);
  }

  @Test
  void forgets_a_learned_account_when_the_credentials_change() {
    AwsBasicCredentials[] current = {AwsBasicCredentials.create("access-key", "secret")};
    try (SageMakerGateway rotated = gateways.at(server.endpoint(), () -> current[0], TIMEOUT)) {
      rotated.describe("llama");
      current[0] = AwsBasicCredentials.create("other-access-key", "secret");
      server.answers(400, JSON, NOT_FOUND);

      assertThat(rotated.describe("llama")).isEqualTo(new Absent(null, NOW));
    }
  }

  @Test
  void knows_the_account_at_once_where_credentials_tell() {
    AwsCredentialsProvider telling =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.builder()
                .accessKeyId("access-key")
                .secretAccessKey("secret")
                .accountId("210987654321")
                .build());
    server.answers(400, JSON, NOT_FOUND);
    try (SageMakerGateway told = gateways.at(server.endpoint(), telling, TIMEOUT)) {
      assertThat(told.accountId()).isEqualTo("210987654321");
      assertThat(told.describe("llama")).isEqualTo(new Absent("210987654321", NOW));
    }
  }

  @Test
  void reports_each_call_with_its_outcome_and_region() {
    gateway.describe("llama");
    server.answers(400, JSON, NOT_FOUND);
    gateway.describe("llama");

    assertThat(gateways.outcomes)
        .containsExactly(
            "DescribeOptimizationJob ok eu-west-1", "DescribeOptimizationJob not_found eu-west-1");
    assertThat(gateways.durations).allSatisfy(took -> assertThat(took).isPositive());
  }

  @Test
  void keeps_its_connection_from_call_to_call_whatever_the_answer() {
    gateway.describe("llama");
    server.answers(400, JSON, NOT_FOUND);
    gateway.describe("llama");
    gateway.describe("llama");

    assertThat(server.requests()).extracting(CannedServer.Request::client).hasSize(3);
    assertThat(server.requests().stream().map(CannedServer.Request::client).distinct()).hasSize(1);
  }

  @Test
  void serves_several_threads_and_never_mixes_their_answers() throws Exception {
    server.answers(
        call -> {
          String name = call.request().body().replaceAll(".*:\"(.*)\"}", "$1");
          call.reply(
              200,
              JSON,
              REQUIRED_MEMBERS.replace("llama", name)
                  + ",\"OptimizationConfigs\":[{\""
                  + name
                  + "\":{}}]}");
        });
    List<Callable<UnknownMember>> describes =
        IntStream.range(0, 200).mapToObj(this::describeMember).toList();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<UnknownMember>> described = threads.invokeAll(describes);

      for (int i = 0; i < described.size(); i++) {
        assertThat(described.get(i).get().name()).isEqualTo("job-" + i);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<UnknownMember> describeMember(int i) {
    return () -> {
      Found found = (Found) gateway.describe("job-" + i);
      return found.description().optimizationConfigs().get(0).unknownMember();
    };
  }

  @Test
  void leaves_no_thread_behind_when_closed() {
    for (int i = 0; i < 20; i++) {
      try (SageMakerGateway other = gateways.at(server.endpoint(), CREDENTIALS, TIMEOUT)) {
        other.describe("llama");
      }
    }
    gateway.close();

    await().untilAsserted(() -> assertThat(sdkThreads()).isEmpty());
  }

  @Test
  void is_unavailable_once_closed() {
    gateway.close();

    assertThat(gateway.describe("llama")).isInstanceOf(Unavailable.class);
  }

  private static List<String> sdkThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(
            name ->
                name.startsWith("sdk-")
                    || name.startsWith("idle-connection-")
                    || name.startsWith("aws-"))
        .toList();
  }
}
