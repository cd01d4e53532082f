package dev.jobreflector.sagemaker;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.failure.Causes;
import dev.jobreflector.proxy.ProxyServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.regions.Region;

/** Turns calls that got no answer into observations with a message for the user. */
final class UnansweredCalls {

  private final String region;
  private final RouteText routes;

  UnansweredCalls(String region, RouteText routes) {
    this.region = region;
    this.routes = routes;
  }

  /** The observation of a call that failed without an answer. */
  Observation observation(RuntimeException failure, RawExchange exchange, Instant now) {
    // The outer exceptions list the addresses in the order of the attempts, which varies.
    IOException io = Causes.last(failure, IOException.class);
    if (isTimeout(failure) || io instanceof SocketTimeoutException) {
      return new Observation.Unavailable(
          StableText.message(
              "No answer from %s in time. Check the network, NetworkPolicies and proxies",
              routes.text(exchange)),
          now);
    } else if (io instanceof UnknownHostException) {
      return ofUnknownHost(exchange, now);
    } else if (io != null) {
      return new Observation.Unavailable(
          StableText.message(
              (io instanceof ConnectException
                      ? "Cannot connect to %s%s"
                      : "The connection to %s failed%s")
                  + ". Check the network, NetworkPolicies and proxies",
              routes.text(exchange),
              StableText.quoted(StableText.of(messageOf(io), StableText.MAX_QUOTE_LENGTH))),
          now);
    }
    return new Observation.Misconfigured(
        StableText.message(
            "The AWS settings give no usable endpoint%s. Check AWS_REGION, AWS_ENDPOINT_URL_SAGEMAKER,"
                + " AWS_ENDPOINT_URL, AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT",
            StableText.quoted(reasons(failure))),
        now);
  }

  /**
   * The observation of a host name that does not resolve. For a known region this is an outage; for
   * an unknown region it is a wrong setting.
   */
  private Observation ofUnknownHost(RawExchange exchange, Instant now) {
    ProxyServer proxy = routes.proxy(exchange);
    if (proxy != null) {
      return new Observation.Unavailable(
          StableText.message("Cannot resolve the host of the proxy %s. Check this setting", proxy),
          now);
    }
    boolean ofRegion = routes.host(exchange).contains("." + region + ".");
    if (ofRegion && !Region.regions().contains(Region.of(region))) {
      return new Observation.Misconfigured(
          StableText.message(
              "The host %s does not exist, and %s is not a known AWS region. Check the region",
              routes.host(exchange), region),
          now);
    }
    return new Observation.Unavailable(
        StableText.message(
            "Cannot resolve %s. Check the cluster's DNS, whether AWS offers SageMaker in %s, and"
                + " AWS_ENDPOINT_URL, AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT",
            routes.host(exchange), region),
        now);
  }

  /** True if the call took too long or was interrupted. */
  static boolean isTimeout(RuntimeException failure) {
    return failure instanceof ApiCallTimeoutException || failure instanceof AbortedException;
  }

  /** The SDK's message names the setting, and the root cause describes the error. */
  private static String reasons(Throwable failure) {
    String what = StableText.of(failure.getMessage(), StableText.MAX_QUOTE_LENGTH / 2);
    String why = StableText.of(Causes.root(failure).getMessage(), StableText.MAX_QUOTE_LENGTH / 2);
    return what.contains(why) ? what : what + ": " + why;
  }

  private static @Nullable String messageOf(Throwable failure) {
    return Causes.innermostUntil(failure, cause -> cause.getMessage() != null).getMessage();
  }
}
