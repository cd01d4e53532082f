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
 * What went over the wire in one call, beside what the SDK makes of it: where the request went and
 * the response as the SDK gets it. One for each call, handed to it as {@link #ATTRIBUTE}.
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
   * Nothing went over the wire yet.
   *
   * @param model what the response should be, as the SDK has it
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

  /** Host and port the request was sent to; null: it did not come so far. */
  @Nullable String host() {
    return request == null ? null : request.getUri().getAuthority();
  }

  /** What the request was sent to; null: it did not come so far. */
  @Nullable URI uri() {
    return request == null ? null : request.getUri();
  }

  /** 0: there was no response. */
  int httpStatus() {
    return httpStatus;
  }

  /** The response's first {@link #MAX_BODY_BYTES}; empty where there was none. */
  CleanResponse response() {
    return response;
  }

  /** Fills the exchange of each call that carries one. */
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
     * Reads what the SDK would read, in its place. What goes wrong is left to the SDK to find: a
     * body that is cut short is no JSON.
     */
    private static byte[] read(InputStream response) {
      ByteArrayOutputStream read = new ByteArrayOutputStream(USUAL_BODY_BYTES);
      byte[] buffer = new byte[USUAL_BODY_BYTES];
      try (response) {
        int n = 0;
        // The SDK's timeouts interrupt; without this, a trickle of bytes would outlast them.
        while (n >= 0 && read.size() < MAX_BODY_BYTES && !Thread.currentThread().isInterrupted()) {
          read.write(buffer, 0, Math.min(n, MAX_BODY_BYTES - read.size()));
          n = response.read(buffer);
        }
        // To close it would read to its end.
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
