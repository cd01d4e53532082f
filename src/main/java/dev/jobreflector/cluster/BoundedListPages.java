package dev.jobreflector.cluster;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Bounds the memory that a page of a list takes. A page is held whole until it is read, and its
 * limit counts resources, each of which may have more than a megabyte. A page that is too large is
 * given up and requested again with a smaller limit, which grows again with pages of smaller
 * resources. A page is whole when it is handed on, so that one which is cut short is retried as any
 * failed request. Thread-safe.
 */
final class BoundedListPages implements Interceptor {

  /** Some 3,000 resources of the usual size, or five of the largest that etcd takes. */
  static final long MOST_BYTES = 8 << 20;

  private static final String LIMIT = "limit";
  private static final int SHRINK = 8;
  private static final int GROW = 2;

  private final AtomicLong nextLimit = new AtomicLong(Long.MAX_VALUE / GROW);

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    String asked = request.url().queryParameter(LIMIT);
    return asked == null || !request.method().equals("GET")
        ? chain.proceed(request)
        : page(chain, Long.parseLong(asked));
  }

  private Response page(Chain chain, long asked) throws IOException {
    long limit = Math.min(asked, nextLimit.get());
    while (true) {
      // If this fails, it may be too much for the API server to send in time.
      nextLimit.set(Math.max(1, limit / SHRINK));
      Response response = chain.proceed(withLimit(chain.request(), limit));
      Buffer page = new Buffer();
      boolean whole;
      try (ResponseBody body = response.body()) {
        whole = read(body.source(), page, limit == 1 ? Long.MAX_VALUE / 2 : MOST_BYTES);
      }
      if (whole) {
        nextLimit.set(page.size() < MOST_BYTES / (2 * GROW) ? limit * GROW : limit);
        return response
            .newBuilder()
            .body(ResponseBody.create(page, response.body().contentType(), page.size()))
            .build();
      }
      limit = nextLimit.get();
    }
  }

  /** Reads up to this many bytes; false if there are more. */
  private static boolean read(BufferedSource source, Buffer page, long most) throws IOException {
    while (page.size() <= most) {
      if (source.read(page, most - page.size() + 1) < 0) {
        return true;
      }
    }
    return false;
  }

  private static Request withLimit(Request request, long limit) {
    HttpUrl url = request.url().newBuilder().setQueryParameter(LIMIT, Long.toString(limit)).build();
    return request.newBuilder().url(url).build();
  }
}
