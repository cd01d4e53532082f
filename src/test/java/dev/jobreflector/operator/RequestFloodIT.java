package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.simulator.JobStatus;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * At one call to AWS a second, a user changes the request annotation of 20 resources of one job 50
 * times a second.
 */
@ExtendWith(RealApiServerExtension.class)
class RequestFloodIT {

  private static final int CHANGES_IN_A_SECOND = 50;
  private static final int JOBS = 10;

  /** What a change takes without requests, twice, and time for a slow machine. */
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(20);

  private static final List<String> LOUD =
      IntStream.range(0, 20).mapToObj(i -> "loud-" + i).toList();

  private final ScheduledExecutorService user = Executors.newScheduledThreadPool(4);
  private final AtomicInteger changes = new AtomicInteger();
  private final Scene loud;
  private final Scene quiet;

  RequestFloodIT(RealApiServer server) {
    loud = new Scene(server, "request-flood");
    quiet = new Scene(server, "request-flood-others");
  }

  @BeforeEach
  void start() {
    loud.createJob("loud");
    LOUD.forEach(this::createLoud);
    IntStream.range(0, JOBS).forEach(i -> create(quiet, "job-" + i, null));
    IntStream.range(0, JOBS).forEach(i -> loud.createJob("job-" + i));
    loud.start(
        loud.operator()
            .with(
                "--namespaces=" + loud.namespace() + "," + quiet.namespace(),
                "--aws-rate=1",
                "--resync-period=30s"));
    quiet.awaitJobStatus("job-" + (JOBS - 1), "STARTING");
    LOUD.forEach(resource -> loud.awaitJobStatus(resource, "STARTING"));
  }

  private void createLoud(String resource) {
    create(loud, resource, "loud");
  }

  private static void create(Scene scene, String resource, String job) {
    OptimizationJob created = SampleJobs.named(resource);
    created.getMetadata().setNamespace(scene.namespace());
    created.setSpec(new OptimizationJobSpec(job, null, null, null));
    scene.client().resource(created).create();
  }

  @AfterEach
  void close() {
    user.shutdownNow();
    loud.close();
    quiet.close();
  }

  @Test
  void others_are_shown_in_time_and_each_answered_poll_is_one_write() {
    Instant begin = Instant.now();
    ScheduledFuture<?> flood =
        user.scheduleAtFixedRate(
            this::change, 0, 1000 / CHANGES_IN_A_SECOND, TimeUnit.MILLISECONDS);

    List<Duration> delays = new ArrayList<>();
    for (String next : List.of("INPROGRESS", "STOPPING", "STOPPED")) {
      Instant changed = Instant.now();
      loud.sageMaker().jobs().transition("job-3", JobStatus.valueOf(next));
      quiet.awaitJobStatus("job-3", next);
      delays.add(Duration.between(changed, Instant.now()));
    }

    assertThat(flood.isDone()).as("the user's changes ended").isFalse();
    user.shutdown();
    await().until(user::isTerminated);
    long seconds = Duration.between(begin, Instant.now()).toSeconds();
    for (String resource : LOUD) {
      String last = text(loud.get(resource));
      loud.await(
          "the last text",
          resource,
          shown -> last.equals(shown.getStatus().lastHandledReconcileAt()));
    }
    assertThat(delays).allSatisfy(delay -> assertThat(delay).isLessThan(SHOWN_WITHIN));
    assertThat(LOUD).allSatisfy(r -> assertThat(echoes(r)).isBetween(2L, seconds / 5 + 3));
  }

  /** How many texts the status of this resource has shown. */
  private long echoes(String resource) {
    return loud.history().versions(resource).stream()
        .map(version -> version.getStatus().lastHandledReconcileAt())
        .filter(text -> text != null)
        .distinct()
        .count();
  }

  private void change() {
    int number = changes.getAndIncrement();
    String text = "text-" + number;
    loud.at(LOUD.get(number % LOUD.size()))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                .formatted(OptimizationJob.RECONCILE_REQUESTED_AT, text));
  }

  private static String text(OptimizationJob resource) {
    return resource.getMetadata().getAnnotations().get(OptimizationJob.RECONCILE_REQUESTED_AT);
  }
}
