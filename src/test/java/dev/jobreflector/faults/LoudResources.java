package dev.jobreflector.faults;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.operator.StatusHistory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Resources of one job, in a namespace of their own, whose request annotation changes all the time.
 */
final class LoudResources implements AutoCloseable {

  private static final List<String> NAMES =
      IntStream.range(0, 5).mapToObj(i -> "loud-" + i).toList();
  private static final String JOB = "loud";
  private static final Duration CHANGE_EACH = Duration.ofMillis(50);
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);

  /** The operator polls one of them on request no more often. */
  private static final double SECONDS_BETWEEN_POLLS = 5;

  private final KubernetesClient client;
  private final String namespace;
  private final StatusHistory history;
  private final ScheduledExecutorService user = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, String> last = new HashMap<>();
  private @Nullable ScheduledFuture<?> flood;
  private long begin;
  private int changes;

  /** They are there, and quiet yet. */
  LoudResources(Trial trial) {
    client = trial.server().client();
    namespace = trial.server().createNamespace("loud").getMetadata().getName();
    history = new StatusHistory(client, namespace);
    trial.scene().createJob(JOB);
    for (String name : NAMES) {
      OptimizationJob created = SampleJobs.named(name);
      created.getMetadata().setNamespace(namespace);
      created.setSpec(new OptimizationJobSpec(JOB, null, null, null));
      client.resource(created).create();
    }
  }

  /** How many there are. */
  static int count() {
    return NAMES.size();
  }

  /** From now on requests change. */
  void begin() {
    begin = System.nanoTime();
    flood =
        user.scheduleAtFixedRate(this::change, 0, CHANGE_EACH.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the changes, and judges how many were answered, and how often the status was written. */
  void judge(Judge judge) throws InterruptedException {
    if (flood == null || flood.isDone()) {
      throw new IllegalStateException("Request annotations did not change to the end");
    }
    user.shutdown();
    boolean ended = user.awaitTermination(ANSWERED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      throw new IllegalStateException("A request annotation could not be changed");
    }
    double most = (System.nanoTime() - begin) / 1e9 / SECONDS_BETWEEN_POLLS + 3;
    Trial.await(ANSWERED_WITHIN, () -> unanswered().isEmpty());
    List<String> often = new ArrayList<>();
    List<String> needless = new ArrayList<>();
    int answered = 0;
    for (String name : NAMES) {
      List<OptimizationJob> versions = history.versions(name);
      int echoes = echoes(versions);
      answered += echoes;
      if (echoes > most) {
        often.add("%s: %d answers".formatted(name, echoes));
      }
      int writes = statusWrites(versions);
      // The first description may come without a request.
      if (writes > echoes + 1) {
        needless.add("%s: %d writes for %d answers".formatted(name, writes, echoes));
      }
    }
    judge
        .show("changes of request annotations", changes, Unit.NUMBER)
        .show("requests answered", answered, Unit.NUMBER)
        .none("resources whose last request was not answered within 30 s", unanswered())
        .none("resources polled on request more often than every 5 s", often)
        .none("resources with more status writes than answers", needless);
  }

  /** How many different requests these versions of a resource have answered. */
  static int echoes(List<OptimizationJob> versions) {
    Set<String> texts = new HashSet<>();
    for (OptimizationJob version : versions) {
      String text = version.getStatus().lastHandledReconcileAt();
      if (text != null) {
        texts.add(text);
      }
    }
    return texts.size();
  }

  /** How often the status changed from one version to the next. */
  static int statusWrites(List<OptimizationJob> versions) {
    int writes = 0;
    for (int i = 1; i < versions.size(); i++) {
      if (!Objects.equals(versions.get(i).getStatus(), versions.get(i - 1).getStatus())) {
        writes++;
      }
    }
    return writes;
  }

  @Override
  public void close() {
    user.shutdownNow();
    history.close();
  }

  private void change() {
    String name = NAMES.get(changes % NAMES.size());
    String text = "text-" + changes;
    client
        .resources(OptimizationJob.class)
        .inNamespace(namespace)
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                .formatted(OptimizationJob.RECONCILE_REQUESTED_AT, text));
    last.put(name, text);
    changes++;
  }

  private List<String> unanswered() {
    return NAMES.stream()
        .filter(
            name -> {
              OptimizationJob now =
                  client
                      .resources(OptimizationJob.class)
                      .inNamespace(namespace)
                      .withName(name)
                      .get();
              return !Objects.equals(last.get(name), now.getStatus().lastHandledReconcileAt());
            })
        .toList();
  }
}
