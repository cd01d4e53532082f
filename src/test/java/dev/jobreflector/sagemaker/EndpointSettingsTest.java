package dev.jobreflector.sagemaker;

import static dev.jobreflector.sagemaker.GatewayUnderTest.CREDENTIALS;
import static dev.jobreflector.sagemaker.GatewayUnderTest.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.Observation.Found;
import dev.jobreflector.decision.Observation.Misconfigured;
import dev.jobreflector.proxy.Proxies;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK's own settings, given as the system properties that equal its environment variables. */
class EndpointSettingsTest {
  private static final String ENDPOINT = "aws.endpointUrl";
  private static final String SAGEMAKER_ENDPOINT = "aws.endpointUrlSageMaker";
  private static final String FIPS = "aws.useFipsEndpoint";
  private static final String DUAL_STACK = "aws.useDualstackEndpoint";

  private final GatewayUnderTest gateways = new GatewayUnderTest();

  @AfterEach
  void clear() {
    System.clearProperty(ENDPOINT);
    System.clearProperty(SAGEMAKER_ENDPOINT);
    System.clearProperty(FIPS);
    System.clearProperty(DUAL_STACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {ENDPOINT, SAGEMAKER_ENDPOINT})
  void the_endpoint_is_the_one_of_the_environment(String property) {
    try (CannedServer server =
        new CannedServer().answers(200, CannedServer.JSON, CannedServer.MINIMAL_JOB)) {
      System.setProperty(property, server.endpoint().toString());

      try (SageMakerGateway gateway = open("eu-west-1")) {
        assertThat(gateway.describe("llama")).isInstanceOf(Found.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not a url",
        "localhost:4566",
        "127.0.0.1:4566",
        "http://",
        "http:// host",
        "ftp://127.0.0.1",
        "/path",
        "http://127.0.0.1:99999"
      })
  void an_endpoint_that_is_none_is_misconfigured(String endpoint) {
    System.setProperty(ENDPOINT, endpoint);

    assertMisconfigured("eu-west-1", "Check AWS_REGION, AWS_ENDPOINT_URL_SAGEMAKER");
  }

  @Test
  void fips_with_an_endpoint_is_misconfigured() {
    System.setProperty(ENDPOINT, "http://127.0.0.1:1");
    System.setProperty(FIPS, "true");

    assertMisconfigured("eu-west-1", "FIPS and custom endpoint are not supported");
  }

  @Test
  void dual_stack_with_an_endpoint_is_misconfigured() {
    System.setProperty(ENDPOINT, "http://127.0.0.1:1");
    System.setProperty(DUAL_STACK, "true");

    assertMisconfigured("eu-west-1", "Dualstack and custom endpoint are not supported");
  }

  @Test
  void a_switch_that_is_neither_true_nor_false_is_misconfigured() {
    System.setProperty(FIPS, "yes");

    assertMisconfigured("eu-west-1", "was defined as 'yes'");
  }

  @Test
  void a_partition_without_such_an_endpoint_is_misconfigured() {
    System.setProperty(FIPS, "true");
    System.setProperty(DUAL_STACK, "true");

    assertMisconfigured("us-iso-east-1", "us-iso-east-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a region", "eu/west/1", "eu-west-1.evil.example/"})
  void a_region_that_is_none_is_misconfigured(String region) {
    assertMisconfigured(region, "Check AWS_REGION");
  }

  private void assertMisconfigured(String region, String message) {
    try (SageMakerGateway gateway = open(region)) {
      assertThat(gateway.describe("llama"))
          .isInstanceOfSatisfying(
              Misconfigured.class, wrong -> assertThat(wrong.message()).contains(message))
          .isEqualTo(gateway.describe("llama"));
    }
  }

  private SageMakerGateway open(String region) {
    return gateways.open(
        new SageMakerConnection(region, TIMEOUT, null, CREDENTIALS, Proxies.of(Map.of())));
  }
}
