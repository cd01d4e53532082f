package dev.jobreflector.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many bytes of a list are held at once, over the wire. */
class BoundedListPagesTest {

  private static final Pattern LIMIT = Pattern.compile("limit=(\\d+)");
  private static final int MEGABYTE = 1 << 20;

  private final List<Integer> limits = Collections.synchronizedList(new ArrayList<>());
  private final OkHttpClient client =
      new OkHttpClient.Builder().addInterceptor(new BoundedListPages()).build();
  private HttpServer server;
  private volatile int resourceBytes;
  private volatile boolean cut;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  @Test
  void a_page_of_usual_resources_is_asked_for_once() throws IOException {
    resourceBytes = 3_000;

    assertThat(get("/jobs?limit=500")).isEqualTo(500 * 3_000);
    assertThat(get("/jobs?limit=500")).isEqualTo(500 * 3_000);

    assertThat(limits).containsExactly(500, 500);
  }

  @Test
  void a_page_that_is_too_large_is_asked_for_with_smaller_limits() throws IOException {
    resourceBytes = MEGABYTE;

    assertThat(get("/jobs?limit=500&continue=x")).isEqualTo(7 * MEGABYTE);

    assertThat(limits).containsExactly(500, 62, 7);
  }

  @Test
  void the_pages_after_it_begin_with_the_small_limit_and_grow_again() throws IOException {
    resourceBytes = MEGABYTE;
    get("/jobs?limit=500");
    assertThat(get("/jobs?limit=500")).isEqualTo(7 * MEGABYTE);

    resourceBytes = 3_000;
    for (int page = 0; page < 8; page++) {
      get("/jobs?limit=500");
    }

    assertThat(limits).containsExactly(500, 62, 7, 7, 7, 14, 28, 56, 112, 224, 448, 500);
  }

  @Test
  void a_single_resource_is_read_whatever_its_size() throws IOException {
    resourceBytes = 20 * MEGABYTE;

    assertThat(get("/jobs?limit=3")).isEqualTo(20 * MEGABYTE);

    assertThat(limits).containsExactly(3, 1);
  }

  @Test
  void a_page_that_is_cut_fails_and_is_asked_for_with_a_smaller_limit() throws IOException {
    resourceBytes = 3_000;
    cut = true;
    assertThatThrownBy(() -> get("/jobs?limit=500")).isInstanceOf(IOException.class);

    cut = false;
    get("/jobs?limit=500");

    assertThat(limits).containsExactly(500, 62);
  }

  @Test
  void what_is_no_list_is_passed_on_as_it_comes() throws IOException {
    resourceBytes = 20 * MEGABYTE;

    assertThat(get("/jobs/one")).isEqualTo(20 * MEGABYTE);

    assertThat(limits).containsExactly(1);
  }

  private int get(String path) throws IOException {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + path;
    try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
      return response.body().bytes().length;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    Matcher asked = LIMIT.matcher(String.valueOf(exchange.getRequestURI().getQuery()));
    int limit = asked.find() ? Integer.parseInt(asked.group(1)) : 1;
    limits.add(limit);
    byte[] resource = new byte[resourceBytes];
    exchange.sendResponseHeaders(200, (long) limit * resourceBytes);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < (cut ? limit / 2 : limit); i++) {
        out.write(resource);
      }
    } catch (IOException e) {
      // The client has enough.
    } finally {
      exchange.close();
    }
  }
}
