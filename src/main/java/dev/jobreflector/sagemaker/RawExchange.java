package dev.jobreflector.sagemaker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The request and the response of one call: where the request went, and the response as the SDK
 * receives it. Each call carries its own exchange as {@link #ATTRIBUTE}.
 */
final class RawExchange {
  static final ExecutionAttribute<RawExchange> ATTRIBUTE =
      new ExecutionAttribute<>("JobReflectorRawExchange");

  /** A full DescribeOptimizationJob response stays below 100 KiB. */
  static final int MAX_BODY_BYTES = 1 << 20;

  private static final int USUAL_BODY_BYTES = 4096;

  private final SdkPojo model;
  private @Nullable SdkHttpRequest request;
  private int httpStatus;
  private CleanResponse response;

  /**
   * Creates the exchange of a call that has not begun.
   *
   * @param model the SDK's model of the response
   */
  RawExchange(SdkPojo model) {
    this.model = model;
    this.response = CleanResponse.of(new byte[0], model);
  }

  void sent(SdkHttpRequest sent) {
    request = sent;
  }

  void answered(int status) {
    httpStatus = status;
  }

  /** The host and port of the request; null if no request was sent. */
  @Nullable String host() {
    return request == null ? null : request.getUri().getAuthority();
  }

  /** The URI of the request; null if no request was sent. */
  @Nullable URI uri() {
    return request == null ? null : request.getUri();
  }

  /** The HTTP status of the response; 0 if there was none. */
  int httpStatus() {
    return httpStatus;
  }

  /** The first {@link #MAX_BODY_BYTES} of the response, cleaned; empty if there was no response. */
  CleanResponse response() {
    return response;
  }

  /** Records the exchange of each call that carries one. */
  static final class Recorder implements ExecutionInterceptor {

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes call) {
      RawExchange exchange = call.getAttribute(ATTRIBUTE);
      if (exchange != null) {
        exchange.sent(context.httpRequest());
      }
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes call) {
      RawExchange exchange = call.getAttribute(ATTRIBUTE);
      if (exchange != null) {
        exchange.answered(context.httpResponse().statusCode());
      }
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
        Context.ModifyHttpResponse context, ExecutionAttributes call) {
      RawExchange exchange = call.getAttribute(ATTRIBUTE);
      if (exchange == null || context.responseBody().isEmpty()) {
        return context.responseBody();
      }
      byte[] body = read(context.responseBody().get());
      exchange.response = CleanResponse.of(body, exchange.model);
      return Optional.of(new ByteArrayInputStream(exchange.response.bytes()));
    }

    /**
     * Reads the body in place of the SDK. If reading fails, the body is truncated, and the SDK
     * reports that it is not JSON.
     */
    private static byte[] read(InputStream response) {
      ByteArrayOutputStream read = new ByteArrayOutputStream(USUAL_BODY_BYTES);
      byte[] buffer = new byte[USUAL_BODY_BYTES];
      try (response) {
        int n = 0;
        // The SDK's timeouts interrupt the thread; without this check, a slow body outlasts them.
        while (n >= 0 && read.size() < MAX_BODY_BYTES && !Thread.currentThread().isInterrupted()) {
          read.write(buffer, 0, Math.min(n, MAX_BODY_BYTES - read.size()));
          n = response.read(buffer);
        }
        // close() would read the rest of an unfinished response.
        if (n >= 0 && response instanceof Abortable unended) {
          unended.abort();
        }
        if (Thread.currentThread().isInterrupted()) {
          throw AbortedException.create("The response did not end in time");
        }
      } catch (IOException e) {
        return read.toByteArray();
      }
      return read.toByteArray();
    }
  }
}
