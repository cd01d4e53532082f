package dev.jobreflector.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that are slow, half open or many: none delays a probe or a scrape. */
class SlowClientsTest {

  private static final int CLIENTS = 200;
  private static final Duration PROMPT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final HttpLimits PATIENT = limits(512, LONG, LONG);
  private static final int METRICS_BYTES = 1 << 20;

  private final List<RawClient> clients = new ArrayList<>();
  private final AtomicInteger scrapes = new AtomicInteger();
  private final CountDownLatch scrapeMayEnd = new CountDownLatch(1);
  private volatile boolean scrapesTakeLong;
  private HttpEndpoints endpoints;

  /** What a client does that never comes to the end. */
  private enum Hindrance {
    SENDS_NOTHING(""),
    SENDS_HALF_A_REQUEST_LINE("GET /heal"),
    SENDS_HALF_THE_HEADERS("GET /healthz HTTP/1.1\r\nHost: po"),
    SENDS_HALF_A_BODY("POST /metrics HTTP/1.1\r\nContent-Length: 1000\r\n\r\nhalf"),
    SENDS_EMPTY_LINES("\r\n\r\n\r\n"),
    NEVER_READS_AND_NEVER_CLOSES("GET /healthz HTTP/1.1\r\n\r\n"),
    NEVER_READS_THE_METRICS("GET /metrics HTTP/1.1\r\n\r\n");

    private final String sent;

    Hindrance(String sent) {
      this.sent = sent;
    }
  }

  @AfterEach
  void close() throws IOException {
    scrapeMayEnd.countDown();
    endpoints.close();
    for (RawClient client : clients) {
      client.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void hundreds_of_them_delay_no_probe_and_no_scrape_and_take_no_thread(Hindrance hindrance)
      throws IOException {
    serve(PATIENT);
    int threads = Thread.activeCount();

    for (int i = 0; i < CLIENTS; i++) {
      clients.add(RawClient.withSmallBuffer(endpoints.port()).send(hindrance.sent));
      if (i % 20 == 0) {
        assertServedPromptly();
      }
    }

    assertServedPromptly();
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 1);
  }

  @Test
  void those_that_do_not_read_the_metrics_take_little_memory() throws IOException {
    serve(PATIENT);
    long before = heapInUse();

    for (int scraped = 1; scraped <= 3 * PATIENT.answers(); scraped++) {
      clients.add(
          RawClient.withSmallBuffer(endpoints.port()).send("GET /metrics HTTP/1.1\r\n\r\n"));
      await().pollInterval(Duration.ofMillis(1)).untilAtomic(scrapes, equalTo(scraped));
    }

    assertServedPromptly();
    assertThat(heapInUse() - before).isLessThan(2L * PATIENT.answers() * METRICS_BYTES);
  }

  @ParameterizedTest
  @EnumSource(names = {"SENDS_NOTHING", "NEVER_READS_THE_METRICS", "NEVER_READS_AND_NEVER_CLOSES"})
  void one_too_many_takes_the_place_of_the_oldest_of_its_kind(Hindrance hindrance)
      throws IOException {
    serve(limits(50, LONG, LONG));

    for (int i = 0; i < CLIENTS; i++) {
      clients.add(RawClient.withSmallBuffer(endpoints.port()).send(hindrance.sent));
      if (i % 20 == 0) {
        assertServedPromptly();
      }
    }

    assertServedPromptly();
    if (hindrance == Hindrance.SENDS_NOTHING) {
      assertThat(clients.get(0).isClosedWithin(PROMPT)).isTrue();
      assertThat(clients.get(CLIENTS - 1).isClosedWithin(Duration.ofMillis(1))).isFalse();
    }
  }

  @Test
  void one_that_does_not_send_its_request_in_time_is_closed() throws IOException {
    serve(limits(512, Duration.ofMillis(200), LONG));
    RawClient silent = new RawClient(endpoints.port());
    RawClient slow = new RawClient(endpoints.port()).send("GET /heal");
    clients.addAll(List.of(silent, slow));

    assertThat(silent.isClosedWithin(Duration.ofSeconds(5))).isTrue();
    assertThat(slow.isClosedWithin(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void one_that_does_not_read_its_answer_in_time_gets_no_more_of_it() throws IOException {
    serve(limits(512, LONG, Duration.ofMillis(200)));
    RawClient lazy =
        RawClient.withSmallBuffer(endpoints.port()).send("GET /metrics HTTP/1.1\r\n\r\n");
    clients.add(lazy);

    await().until(lazy::isCutOff);

    assertThat(scrapes).hasValue(1);
  }

  @Test
  void a_scrape_that_takes_long_delays_no_probe_and_is_shared_by_those_that_come_meanwhile()
      throws IOException {
    serve(PATIENT);
    scrapesTakeLong = true;
    List<CompletableFuture<String>> scraped = new ArrayList<>();

    scraped.add(scrape());
    await().until(() -> scrapes.get() == 1);
    for (int i = 0; i < 20; i++) {
      scraped.add(scrape());
    }
    assertThat(RawClient.get(endpoints.port(), "/healthz")).isEqualTo("HTTP/1.1 200 OK");
    scrapesTakeLong = false;
    scrapeMayEnd.countDown();

    assertThat(scraped)
        .allSatisfy(answer -> assertThat(answer.join()).startsWith("HTTP/1.1 200 OK"));
    assertThat(scrapes.get()).isLessThan(20);
  }

  @Test
  void it_stops_at_once_whatever_clients_do() throws IOException {
    serve(PATIENT);
    RawClient silent = new RawClient(endpoints.port());
    clients.add(silent);
    assertServedPromptly();
    long begin = System.nanoTime();

    endpoints.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PROMPT);
    assertThat(silent.isClosedWithin(PROMPT)).isTrue();
    assertThatThrownBy(() -> RawClient.get(endpoints.port(), "/healthz"))
        .isInstanceOf(ConnectException.class);
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("http", "metrics"));
  }

  private void assertServedPromptly() throws IOException {
    for (String path : List.of("/healthz", "/readyz", "/metrics")) {
      long begin = System.nanoTime();
      assertThat(RawClient.get(endpoints.port(), path)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(path).isLessThan(PROMPT);
    }
  }

  private CompletableFuture<String> scrape() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return RawClient.get(endpoints.port(), "/metrics");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> new Thread(task).start());
  }

  private void serve(HttpLimits limits) throws IOException {
    endpoints = new HttpEndpoints(0, () -> true, this::metrics, limits);
  }

  private String metrics() {
    scrapes.incrementAndGet();
    if (scrapesTakeLong) {
      try {
        scrapeMayEnd.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return "#".repeat(METRICS_BYTES);
  }

  private static HttpLimits limits(int connections, Duration requestWithin, Duration answerWithin) {
    return new HttpLimits(
        connections, 16, 8192, requestWithin, answerWithin, Duration.ofSeconds(1));
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
