package dev.jobreflector.sagemaker;

import static dev.jobreflector.sagemaker.GatewayUnderTest.NOW;
import static dev.jobreflector.sagemaker.GatewayUnderTest.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.Observation.Misconfigured;
import dev.jobreflector.decision.Observation.Unavailable;
import dev.jobreflector.proxy.Proxies;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeOptimizationJobResponse;

/** FailureMapper that a server on loopback cannot bring about. */
class FailureMapperTest {

  @Test
  void a_known_regions_host_that_does_not_resolve_is_an_outage() {
    Observation observed =
        failure("eu-west-1", "api.sagemaker.eu-west-1.amazonaws.com", new UnknownHostException());

    assertThat(observed).isInstanceOf(Unavailable.class);
    assertThat(message(observed))
        .contains("Cannot resolve api.sagemaker.eu-west-1.amazonaws.com", "DNS");
  }

  @Test
  void an_unknown_regions_host_that_does_not_resolve_is_a_mistake() {
    Observation observed =
        failure("eu-wset-1", "api.sagemaker.eu-wset-1.amazonaws.com", new UnknownHostException());

    assertThat(observed).isInstanceOf(Misconfigured.class);
    assertThat(message(observed)).contains("eu-wset-1 is not a known AWS region");
  }

  @Test
  void an_endpoint_of_the_users_that_does_not_resolve_is_an_outage_in_any_region() {
    assertThat(failure("eu-wset-1", "proxy.example:8443", new UnknownHostException()))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void a_certificate_that_is_not_trusted_is_an_outage_that_says_so() {
    Observation observed =
        failure(
            "eu-west-1", "proxy.example", new SSLHandshakeException("PKIX path building failed"));

    assertThat(observed).isInstanceOf(Unavailable.class);
    assertThat(message(observed)).contains("proxy.example failed: PKIX path building failed.");
  }

  @Test
  void the_addresses_that_were_tried_are_not_named() {
    IOException tried =
        new ConnectException("Connect to proxy.example:443 [proxy.example/192.0.2.1] failed");
    tried.initCause(new ConnectException("Connection refused"));

    assertThat(message(failure("eu-west-1", "proxy.example", tried)))
        .startsWith("Cannot connect to proxy.example: Connection refused.");
  }

  @Test
  void a_failure_without_words_is_told_in_those_of_its_cause() {
    IOException wordless = new IOException(null, new RuntimeException("Invalid header: SSH-2.0"));

    assertThat(message(failure("eu-west-1", "bastion.example", wordless)))
        .startsWith("The connection to bastion.example failed: Invalid header: SSH-2.0.");
  }

  private static Observation failure(String region, String host, IOException cause) {
    RawExchange exchange = new RawExchange(DescribeOptimizationJobResponse.builder());
    exchange.sent(
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("https://" + host))
            .build());
    return new FailureMapper(region, Proxies.of(Map.of()))
        .observation(
            SdkClientException.create("Unable to execute HTTP request", cause),
            exchange,
            null,
            NOW);
  }
}
