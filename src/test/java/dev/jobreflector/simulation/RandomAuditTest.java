package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.decision.ShownJob;
import dev.jobreflector.simulation.VirtualSageMaker.ListMood;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random days of an account: several namespaces, lists that lie, fail and are refused, jobs that
 * end, vanish and are recreated, resources that come, go and are reconciled, and an operator that
 * is killed. While it runs, each finished job is described, or shown by a page of the check, within
 * 25 hours, and shows what it is.
 */
class RandomAuditTest {

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final Duration CHECKED_WITHIN = Duration.ofHours(25);

  /** An absent job is described three times before it is shown so. */
  private static final Duration SHOWN_WITHIN = CHECKED_WITHIN.plusMinutes(30);

  private static final int MOST_RUNNING = 10;

  @ParameterizedTest
  @ValueSource(strings = {"honest", "lies", "refusals", "kills", "all"})
  void each_finished_job_is_checked_within_25_hours_and_shows_what_it_is(String what) {
    for (int seed = 0; seed < 4; seed++) {
      new Days(what, seed).run();
    }
  }

  /** Some days of one account. */
  private static final class Days {

    private final String name;
    private final boolean lies;
    private final boolean refusals;
    private final boolean kills;
    private final Random random;
    private final VirtualTime time = new VirtualTime(START);
    private final VirtualSageMaker sageMaker = new VirtualSageMaker();
    private final VirtualCluster cluster = new VirtualCluster();
    private final List<String> jobs = new ArrayList<>();

    /** When a job was last described, or shown by the check. */
    private final Map<String, Instant> checked = new HashMap<>();

    /** When a job vanished, or became another one under its name. */
    private final Map<String, Instant> changed = new HashMap<>();

    private VirtualOperator operator;
    private Instant startTime = START;
    private double lieShare;
    private int created;

    Days(String what, int seed) {
      boolean all = what.equals("all");
      this.name = what + ", seed " + seed;
      this.lies = all || what.equals("lies");
      this.refusals = all || what.equals("refusals");
      this.kills = all || what.equals("kills");
      this.random = new Random(seed);
      sageMaker.onChecked(job -> checked.put(job, time.now()));
      sageMaker.pages(
          (call, page) ->
              random.nextDouble() < lieShare ? oneOf(ListLie.values()).tell(page, random) : page);
      this.operator = operator();
    }

    void run() {
      int resources = 1 + random.nextInt(random.nextBoolean() ? 20 : 700);
      for (int i = 0; i < resources; i++) {
        create(true);
      }
      int hours = 55 + random.nextInt(25);
      for (int hour = 0; hour < hours; hour++) {
        change();
        for (int i = 0; i < 4; i++) {
          time.pass(Duration.ofMinutes(15));
          cluster.keys().forEach(this::assertChecked);
        }
      }
    }

    private VirtualOperator operator() {
      startTime = time.now();
      return new VirtualOperator(
          time,
          sageMaker,
          cluster,
          1,
          2,
          Duration.ofSeconds(10),
          Latencies.ofCalls(Duration.ofMillis(150)),
          random.nextLong());
    }

    private void create(boolean ended) {
      boolean shared = !jobs.isEmpty() && random.nextInt(10) == 0;
      String job = shared ? oneOf(jobs) : "job-" + jobs.size();
      if (!shared) {
        jobs.add(job);
        Instant creationTime = time.now().minusSeconds(random.nextInt(2_000_000));
        VirtualJob running = VirtualJob.created(job, creationTime).in("INPROGRESS", creationTime);
        sageMaker.put(ended ? running.in("COMPLETED", time.now()) : running);
      }
      String namespace = "team-" + (char) ('a' + random.nextInt(5));
      operator.apply(new ResourceKey(namespace, "resource-" + created++), job);
    }

    private void change() {
      lieShare = lies ? oneOf(List.of(0.0, 0.02, 0.3, 1.0)) : 0;
      if (refusals) {
        sageMaker.lists(random.nextBoolean() ? ListMood.HONEST : oneOf(ListMood.values()));
      }
      if (kills && random.nextInt(30) == 0) {
        operator.kill();
        operator = operator();
      }
      switch (random.nextInt(8)) {
        case 0 -> vanish(1 + random.nextInt(3));
        case 1 -> vanish(random.nextInt(5) == 0 ? 2 * jobs.size() : 20);
        case 2 -> recreate();
        case 3 -> jobs.stream().filter(this::isRunning).forEach(this::complete);
        case 4 -> {
          long running = jobs.stream().filter(this::isRunning).count();
          create(running >= MOST_RUNNING || random.nextBoolean());
        }
        case 5 -> some(50).forEach(operator::reconcile);
        case 6 -> some(3).forEach(operator::delete);
        default -> {}
      }
    }

    private void vanish(int count) {
      for (int i = 0; i < count; i++) {
        String job = oneOf(jobs);
        if (sageMaker.find(job) != null && !isRunning(job)) {
          sageMaker.remove(job);
          changed.put(job, time.now());
        }
      }
    }

    private void recreate() {
      String job = oneOf(jobs);
      if (!isRunning(job)) {
        sageMaker.put(VirtualJob.created(job, time.now()).in("COMPLETED", time.now()));
        changed.put(job, time.now());
      }
    }

    private void complete(String job) {
      sageMaker.put(sageMaker.get(job).in("COMPLETED", time.now()));
    }

    private boolean isRunning(String job) {
      VirtualJob found = sageMaker.find(job);
      return found != null && found.endTime() == null;
    }

    private List<ResourceKey> some(int count) {
      List<ResourceKey> all = new ArrayList<>(cluster.keys());
      all.sort(Comparator.comparing(ResourceKey::name));
      Collections.shuffle(all, random);
      return all.subList(0, Math.min(count, all.size()));
    }

    private void assertChecked(ResourceKey key) {
      OptimizationJob resource = operator.resource(key);
      ShownJob shown = VirtualCluster.shown(resource);
      if (shown == null || !shown.isFinal()) {
        return;
      }
      String job = cluster.jobName(key);
      assertThat(later(startTime, checked.get(job)))
          .as("%s: %s was last checked, at %s", name, key, time.now())
          .isAfterOrEqualTo(time.now().minus(CHECKED_WITHIN));
      VirtualJob present = sageMaker.find(job);
      boolean right =
          present == null
              ? isNotFound(resource)
              : !isNotFound(resource)
                  && shown.creationTime().equals(present.listed().creationTime());
      if (!changed.containsKey(job)) {
        assertThat(right).as("%s: %s shows what it is, at %s", name, key, time.now()).isTrue();
      } else if (!right) {
        assertThat(later(startTime, changed.get(job)))
            .as("%s: %s became what it does not show, at %s", name, key, time.now())
            .isAfterOrEqualTo(time.now().minus(SHOWN_WITHIN));
      }
    }

    private static boolean isNotFound(OptimizationJob resource) {
      return resource.getStatus().conditions().stream()
          .anyMatch(one -> one.type().equals("Synced") && one.reason().equals("JobNotFound"));
    }

    private static Instant later(Instant one, Instant other) {
      return one.isAfter(other) ? one : other;
    }

    private <T> T oneOf(List<T> all) {
      return all.get(random.nextInt(all.size()));
    }

    private <T> T oneOf(T[] all) {
      return oneOf(List.of(all));
    }
  }
}
