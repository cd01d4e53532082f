package dev.jobreflector.sagemaker;

import static dev.jobreflector.sagemaker.CannedServer.JSON;
import static dev.jobreflector.sagemaker.CannedServer.MINIMAL_JOB;
import static dev.jobreflector.sagemaker.CannedServer.REQUIRED_MEMBERS;
import static dev.jobreflector.sagemaker.GatewayUnderTest.CREDENTIALS;
import static dev.jobreflector.sagemaker.GatewayUnderTest.NOW;
import static dev.jobreflector.sagemaker.GatewayUnderTest.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationConfig.UnknownMember;
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
  void asksForTheJobUnderTheOperatorsName() {
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
  void showsTheJobAsOfTheTimeItsAnswerCame() {
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
  void showsAStatusThatNobodyKnowsAsItCame() {
    server.answers(200, JSON, MINIMAL_JOB.replace("INPROGRESS", "HIBERNATING"));

    assertThat(gateway.describe("llama"))
        .isInstanceOfSatisfying(
            Found.class,
            found ->
                assertThat(found.description().optimizationJobStatus()).isEqualTo("HIBERNATING"));
  }

  @Test
  void showsAndTellsOfMembersThatTheSdkDrops() {
    server.answers(
        200,
        JSON,
        REQUIRED_MEMBERS
            + """
            ,"TrainingPlanArns":["arn"],
            "OptimizationConfigs":[{"ModelPruningConfig":{"Ratio":2}},{}]}""");

    assertThat(gateway.describe("llama"))
        .isInstanceOfSatisfying(
            Found.class,
            found ->
                assertThat(found.description().optimizationConfigs())
                    .extracting(OptimizationConfig::unknownMember)
                    .containsExactly(
                        new UnknownMember("ModelPruningConfig"),
                        new UnknownMember(DescriptionMapper.NO_MEMBER)));
    assertThat(gateways.unknownMembers)
        .containsExactly("OptimizationConfigs[].ModelPruningConfig", "TrainingPlanArns");
  }

  @Test
  void showsNoNullThatTheResourceHasNoPlaceFor() {
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
                  .extracting(OptimizationConfig::unknownMember)
                  .containsOnly(new UnknownMember(DescriptionMapper.NO_MEMBER));
              assertThat(found.description().optimizationEnvironment()).isEqualTo(Map.of("B", "b"));
              assertThat(found.description().vpcConfig().subnets()).containsExactly("s");
              assertThat(found.description().vpcConfig().securityGroupIds()).isNull();
            });
  }

  @Test
  void learnsTheAccountFromAFoundJobWhereCredentialsDoNotTell() {
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
  void forgetsALearnedAccountWhenTheCredentialsChange() {
    AwsBasicCredentials[] current = {AwsBasicCredentials.create("access-key", "secret")};
    try (SageMakerGateway rotated = gateways.at(server.endpoint(), () -> current[0], TIMEOUT)) {
      rotated.describe("llama");
      current[0] = AwsBasicCredentials.create("other-access-key", "secret");
      server.answers(400, JSON, NOT_FOUND);

      assertThat(rotated.describe("llama")).isEqualTo(new Absent(null, NOW));
    }
  }

  @Test
  void knowsTheAccountAtOnceWhereCredentialsTell() {
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
  void reportsEachCallWithItsOutcomeAndRegion() {
    gateway.describe("llama");
    server.answers(400, JSON, NOT_FOUND);
    gateway.describe("llama");

    assertThat(gateways.outcomes)
        .containsExactly(
            "DescribeOptimizationJob ok eu-west-1", "DescribeOptimizationJob not_found eu-west-1");
    assertThat(gateways.durations).allSatisfy(took -> assertThat(took).isPositive());
  }

  @Test
  void keepsItsConnectionFromCallToCallWhateverTheAnswer() {
    gateway.describe("llama");
    server.answers(400, JSON, NOT_FOUND);
    gateway.describe("llama");
    gateway.describe("llama");

    assertThat(server.requests()).extracting(CannedServer.Request::client).hasSize(3);
    assertThat(server.requests().stream().map(CannedServer.Request::client).distinct()).hasSize(1);
  }

  @Test
  void servesSeveralThreadsAndNeverMixesTheirAnswers() throws Exception {
    server.answers(
        call -> {
          String name = call.request().body().replaceAll(".*:\"(.*)\"}", "$1");
          call.reply(
              200, JSON, REQUIRED_MEMBERS + ",\"OptimizationConfigs\":[{\"" + name + "\":{}}]}");
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
  void leavesNoThreadBehindWhenClosed() {
    for (int i = 0; i < 20; i++) {
      try (SageMakerGateway other = gateways.at(server.endpoint(), CREDENTIALS, TIMEOUT)) {
        other.describe("llama");
      }
    }
    gateway.close();

    await().untilAsserted(() -> assertThat(sdkThreads()).isEmpty());
  }

  @Test
  void isUnavailableOnceClosed() {
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
