package dev.jobreflector.sagemaker;

import static dev.jobreflector.sagemaker.GatewayUnderTest.NOW;
import static dev.jobreflector.sagemaker.GatewayUnderTest.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.Observation.CredentialsRefused;
import dev.jobreflector.polling.CredentialsCheck;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

class CredentialsTest {
  private static final String KEY_ID = "aws.accessKeyId";
  private static final String SECRET = "aws.secretAccessKey";
  private static final String ACCOUNT = "aws.accountId";

  private final GatewayUnderTest gateways = new GatewayUnderTest();

  @AfterEach
  void clear() {
    System.clearProperty(KEY_ID);
    System.clearProperty(SECRET);
    System.clearProperty(ACCOUNT);
  }

  @Test
  void tells_which_provider_answers_and_for_which_account() {
    System.setProperty(KEY_ID, "access-key");
    System.setProperty(SECRET, "secret");
    System.setProperty(ACCOUNT, "123456789012");

    assertThat(check(SystemPropertyCredentialsProvider.create()))
        .isEqualTo(
            new CredentialsCheck(
                true, "AWS credentials come from Java system properties, account 123456789012"));
  }

  @Test
  void says_what_to_do_where_nothing_is_set_up() {
    CredentialsCheck check = check(SystemPropertyCredentialsProvider.create(), emptyProfile());

    assertThat(check.found()).isFalse();
    assertThat(check.message())
        .isEqualTo(
            "No AWS credentials found: no provider of the AWS default chain is set up. Give the"
                + " operator's ServiceAccount a role (IRSA or EKS Pod Identity), or set"
                + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE");
  }

  @Test
  void says_which_provider_is_half_set_up() {
    System.setProperty(KEY_ID, "access-key");

    assertThat(check(SystemPropertyCredentialsProvider.create(), emptyProfile()).message())
        .contains("Secret key must be specified")
        .doesNotContain("ProfileCredentialsProvider");
  }

  @Test
  void says_which_provider_failed(@TempDir Path directory) {
    Path token = directory.resolve("token");
    AwsCredentialsProvider irsa =
        WebIdentityTokenFileCredentialsProvider.builder()
            .roleArn("arn:aws:iam::123456789012:role/reflector")
            .webIdentityTokenFile(token)
            .build();

    assertThat(check(SystemPropertyCredentialsProvider.create(), irsa).message())
        .contains("WebIdentityTokenCredentialsProvider", token.toString());
  }

  @Test
  void no_credentials_are_an_observation_without_a_request() {
    try (CannedServer server = new CannedServer();
        SageMakerGateway gateway = gateways.at(server.endpoint(), emptyProfile(), TIMEOUT)) {
      assertThat(gateway.describe("llama"))
          .isInstanceOfSatisfying(
              CredentialsRefused.class,
              refused -> {
                assertThat(refused.message()).startsWith("No AWS credentials found: ");
                assertThat(refused.observedTime()).isEqualTo(NOW);
              });
      assertThat(gateway.accountId()).isNull();
      assertThat(server.requests()).isEmpty();
      assertThat(gateways.outcomes)
          .containsExactly("DescribeOptimizationJob credentials eu-west-1");
    }
  }

  @Test
  void a_provider_that_throws_anything_is_an_observation() {
    AwsCredentialsProvider broken =
        () -> {
          throw new IllegalArgumentException("Profile definition must end with ']' on line 1");
        };
    try (CannedServer server = new CannedServer();
        SageMakerGateway gateway = gateways.at(server.endpoint(), broken, TIMEOUT)) {
      assertThat(gateway.describe("llama"))
          .isInstanceOfSatisfying(
              CredentialsRefused.class,
              refused -> assertThat(refused.message()).contains("must end with ']' on line 1"));
    }
  }

  private CredentialsCheck check(AwsCredentialsProvider... providers) {
    AwsCredentialsProvider provider =
        AwsCredentialsProviderChain.builder().credentialsProviders(providers).build();
    try (CannedServer server = new CannedServer();
        SageMakerGateway gateway = gateways.at(server.endpoint(), provider, TIMEOUT)) {
      return gateway.checkCredentials();
    }
  }

  private static AwsCredentialsProvider emptyProfile() {
    return ProfileCredentialsProvider.builder()
        .profileName("default")
        .profileFile(ProfileFile.aggregator().build())
        .build();
  }
}
