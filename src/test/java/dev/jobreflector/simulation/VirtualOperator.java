package dev.jobreflector.simulation;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.decision.Decision;
import dev.jobreflector.decision.EnvironmentRedaction;
import dev.jobreflector.decision.Gathered;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollHistory;
import dev.jobreflector.decision.Reflection;
import dev.jobreflector.decision.ReflectionPolicy;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.decision.ShownJob;
import dev.jobreflector.schedule.Call;
import dev.jobreflector.schedule.FinishedJob;
import dev.jobreflector.schedule.ListCall;
import dev.jobreflector.schedule.ListPage;
import dev.jobreflector.schedule.Poll;
import dev.jobreflector.schedule.PollSchedule;
import dev.jobreflector.schedule.RequestBudget;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operator of one account and region: the real schedule and the real decisions, with resources
 * in memory in place of a cluster, and calls that take a fixed time.
 */
final class VirtualOperator {

  private static final Duration LATENCY = Duration.ofMillis(150);

  private final VirtualTime time;
  private final VirtualSageMaker sageMaker;
  private final PollSchedule schedule;
  private final Reflection reflection;
  private final Instant startTime;
  private final Map<ResourceKey, OptimizationJob> resources = new HashMap<>();
  private final Map<String, PollHistory> histories = new HashMap<>();
  private final List<Duration> delays = new ArrayList<>();
  private final List<Instant> calls = new ArrayList<>();
  private final List<Instant> pages = new ArrayList<>();
  private final Map<String, Integer> pagesOfStatus = new HashMap<>();
  private final Map<String, Integer> describes = new HashMap<>();
  private int writes;
  private int events;
  private @Nullable Instant wakeTime;

  VirtualOperator(
      VirtualTime time, VirtualSageMaker sageMaker, double rate, int burst, Duration freshness) {
    this.time = time;
    this.sageMaker = sageMaker;
    this.startTime = time.now();
    this.schedule =
        new PollSchedule(new RequestBudget(rate, burst, startTime), freshness, startTime);
    this.reflection =
        new Reflection(
            new ReflectionPolicy(
                "us-east-1",
                Set.of("us-east-1"),
                Duration.ofSeconds(30),
                freshness,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofMinutes(15),
                EnvironmentRedaction.REDACTED));
  }

  /** A resource comes; its job has the same name. */
  void apply(String name) {
    OptimizationJob resource = new OptimizationJob();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("default")
            .withName(name)
            .withUid("uid-" + name)
            .withGeneration(1L)
            .withCreationTimestamp(time.now().toString())
            .build());
    resource.setSpec(OptimizationJobSpec.EMPTY);
    resource.setStatus(OptimizationJobStatus.PENDING);
    adopt(resource);
  }

  /** A resource is there already, with what it shows. */
  void adopt(OptimizationJob resource) {
    ResourceKey key = new ResourceKey("default", resource.getMetadata().getName());
    resources.put(key, resource);
    reconcile(key);
    goOn();
  }

  void delete(String name) {
    ResourceKey key = new ResourceKey("default", name);
    resources.remove(key);
    schedule.forget(key, time.now());
    histories.remove(name);
  }

  OptimizationJob resource(String name) {
    return resources.get(new ResourceKey("default", name));
  }

  /** The status shown of a job; null where it was never seen. */
  @Nullable String shown(String name) {
    ShownJob shown = ShownJob.of(resource(name).getStatus().description());
    return shown == null ? null : shown.optimizationJobStatus();
  }

  /** From each change in SageMaker to its status written. */
  List<Duration> delays() {
    return delays;
  }

  /** When each call was made, of lists too. */
  List<Instant> calls() {
    return calls;
  }

  /** When each page was asked for. */
  List<Instant> pages() {
    return pages;
  }

  int pagesOf(String status) {
    return pagesOfStatus.getOrDefault(status, 0);
  }

  int describesOf(String name) {
    return describes.getOrDefault(name, 0);
  }

  int writes() {
    return writes;
  }

  int events() {
    return events;
  }

  PollSchedule schedule() {
    return schedule;
  }

  private void reconcile(ResourceKey key) {
    OptimizationJob resource = resources.get(key);
    if (resource == null) {
      return;
    }
    PollHistory history = histories.getOrDefault(key.name(), PollHistory.NONE);
    Gathered gathered =
        new Gathered(resource, history, schedule.health(), null, startTime, time.now());
    Decision decision = reflection.decide(gathered);
    if (!Reflection.isShown(gathered, decision)) {
      resource.setStatus(decision.status());
      events += decision.announcements().size();
      writes++;
      if (decision.transition() != null) {
        delays.add(Duration.between(decision.transition().enteredTime(), time.now()));
      }
    }
    if (decision.wish() == null) {
      schedule.forget(key, time.now());
      histories.remove(key.name());
    } else {
      schedule.want(key, decision.wish(), time.now());
    }
  }

  /** Makes the calls that may be made now, and comes back when the next may. */
  private void goOn() {
    Instant now = time.now();
    if (schedule.isFinishedCheckDue(now)) {
      schedule.checkFinished(finishedJobs(), now);
    }
    for (Call call = schedule.take(now); call != null; call = schedule.take(now)) {
      begin(call);
    }
    Instant next = earliest(schedule.nextTakeTime(now), schedule.nextFinishedCheckTime(now));
    if (next != null && (wakeTime == null || next.isBefore(wakeTime) || !wakeTime.isAfter(now))) {
      Instant wake = next.isAfter(now) ? next : now.plusMillis(1);
      wakeTime = wake;
      time.at(
          wake,
          () -> {
            if (wake.equals(wakeTime)) {
              wakeTime = null;
              goOn();
            }
          });
    }
  }

  private void begin(Call call) {
    calls.add(time.now());
    if (call instanceof Poll poll) {
      describes.merge(poll.jobName(), 1, Integer::sum);
      Observation[] answer = new Observation[1];
      time.in(
          LATENCY.dividedBy(2), () -> answer[0] = sageMaker.describe(poll.jobName(), time.now()));
      time.in(LATENCY, () -> ended(poll, answer[0]));
    } else if (call instanceof ListCall page) {
      pages.add(time.now());
      pagesOfStatus.merge(String.valueOf(page.statusEquals()), 1, Integer::sum);
      Object[] answer = new Object[1];
      time.in(LATENCY.dividedBy(2), () -> answer[0] = sageMaker.list(page, time.now()));
      time.in(LATENCY, () -> ended(page, answer[0]));
    }
  }

  private void ended(Poll poll, Observation observation) {
    Set<ResourceKey> concerned = schedule.resourcesOf(poll.jobName());
    if (!concerned.isEmpty()) {
      PollHistory history = histories.getOrDefault(poll.jobName(), PollHistory.NONE);
      histories.put(poll.jobName(), history.after(observation));
    }
    schedule.ended(poll, observation, time.now());
    concerned.forEach(this::reconcile);
    goOn();
  }

  private void ended(ListCall call, Object answer) {
    if (answer instanceof ListPage page) {
      schedule.listed(call, page, time.now());
    } else {
      schedule.listFailed(call, (Observation) answer, time.now());
    }
    goOn();
  }

  private List<FinishedJob> finishedJobs() {
    List<FinishedJob> finished = new ArrayList<>();
    resources.forEach(
        (key, resource) -> {
          ShownJob shown = ShownJob.of(resource.getStatus().description());
          if (shown != null && shown.isFinal()) {
            finished.add(new FinishedJob(key, key.name(), shown.creationTime()));
          }
        });
    return finished;
  }

  private static @Nullable Instant earliest(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isBefore(a)) ? b : a;
  }
}
