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
 * Bounds the memory of a list page. The client holds a whole page in memory until it is parsed. The
 * page's limit counts resources, and a resource may have more than a megabyte. If a page is too
 * large, this class cancels the page and requests it again with a smaller limit. The limit grows
 * again with pages of smaller resources. The caller receives only whole pages, so a page that is
 * cut short is retried like any failed request. Thread-safe.
 */
final class BoundedListPages implements Interceptor {

  /** About 3,000 resources of the usual size, or five of the largest that etcd accepts. */
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
      // If the request fails, the page may be too large for the API server to send in time.
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

  /** Reads at most this many bytes. Returns false if there are more. */
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
