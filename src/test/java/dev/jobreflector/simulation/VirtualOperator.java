package dev.jobreflector.simulation;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.Decision;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollHistory;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollSnapshot;
import dev.jobreflector.decision.ReconcileInput;
import dev.jobreflector.decision.Redaction;
import dev.jobreflector.decision.Reflection;
import dev.jobreflector.decision.ReflectionPolicy;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.decision.ShownJob;
import dev.jobreflector.schedule.Call;
import dev.jobreflector.schedule.ListCall;
import dev.jobreflector.schedule.ListPage;
import dev.jobreflector.schedule.Poll;
import dev.jobreflector.schedule.PollSchedule;
import dev.jobreflector.schedule.RequestBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The operator of one account and region: the real schedule and the real decisions, with resources
 * in memory in place of a cluster, and latencies in place of networks.
 */
final class VirtualOperator {

  private static final Duration GRACE_TIME = Duration.ofSeconds(60);
  private static final Duration WRITE_RETRY = Duration.ofSeconds(5);

  private final VirtualTime time;
  private final VirtualSageMaker sageMaker;
  private final Latencies latencies;
  private final SplittableRandom random;
  private final CallRecord calls;
  private final PollSchedule schedule;
  private final Duration freshness;
  private Reflection reflection;
  private final Instant startTime;
  private final VirtualCluster cluster;
  private final Map<String, PollHistory> histories = new HashMap<>();
  private final Set<ResourceKey> reconciling = new HashSet<>();
  private final Set<ResourceKey> reconcilingAgain = new HashSet<>();
  private final Map<ResourceKey, String> answeredRequests = new HashMap<>();
  private final Set<ResourceKey> refused = new HashSet<>();
  private BiConsumer<String, String> onShown = (name, jobStatus) -> {};
  private int writes;
  private int events;
  private @Nullable Instant wakeTime;
  private boolean killed;

  /**
   * An operator that starts now.
   *
   * @param rate requests a second that it may make, and that SageMaker grants
   * @param burst requests at once, in the same way
   * @param seed of what is random in the latencies
   */
  VirtualOperator(
      VirtualTime time,
      VirtualSageMaker sageMaker,
      double rate,
      int burst,
      Duration freshness,
      Latencies latencies,
      long seed) {
    this(time, sageMaker, new VirtualCluster(), rate, burst, freshness, latencies, seed);
  }

  /** An operator that starts now, for the resources that are there. */
  VirtualOperator(
      VirtualTime time,
      VirtualSageMaker sageMaker,
      VirtualCluster cluster,
      double rate,
      int burst,
      Duration freshness,
      Latencies latencies,
      long seed) {
    this.time = time;
    this.sageMaker = sageMaker;
    this.cluster = cluster;
    this.latencies = latencies;
    this.random = new SplittableRandom(seed);
    this.calls = new CallRecord(rate, burst);
    this.startTime = time.now();
    this.schedule =
        new PollSchedule(new RequestBudget(rate, burst, startTime), freshness, startTime);
    this.freshness = freshness;
    this.reflection = reflection(Duration.ofSeconds(30));
    cluster.keys().forEach(this::reconcile);
  }

  /** Ends it in the middle of what it does. */
  void kill() {
    killed = true;
  }

  private Reflection reflection(Duration resyncPeriod) {
    return new Reflection(
        new ReflectionPolicy(
            "us-east-1",
            Set.of("us-east-1"),
            resyncPeriod,
            freshness,
            GRACE_TIME,
            Duration.ofSeconds(30),
            Duration.ofMinutes(15),
            Redaction.REDACTED));
  }

  /** Unfinished jobs are to be looked at so often from now on. */
  void resyncEach(Duration period) {
    reflection = reflection(period);
  }

  /** Is told the name of each resource that is written, and the status of the job it shows. */
  void onShown(BiConsumer<String, String> listener) {
    onShown = listener;
  }

  /** A resource comes; its job has the same name. */
  void apply(String name) {
    ResourceKey key = VirtualCluster.key(name);
    apply(key, key.name());
  }

  /** A resource comes, for the job of this name. */
  void apply(ResourceKey key, String jobName) {
    cluster.create(key, jobName, time.now());
    reconcile(key);
  }

  /** A resource comes that shows its job, as an operator before this one has left it. */
  void applyReflected(String name) {
    ResourceKey key = VirtualCluster.key(name);
    applyReflected(key, key.name());
  }

  /** The same, for the job of this name. */
  void applyReflected(ResourceKey key, String jobName) {
    reflect(cluster.create(key, jobName, time.now()), AccountHealth.UNKNOWN);
    reconcile(key);
  }

  /** The same in an outage that has lasted until now. */
  void applyInOutage(String name) {
    Instant since = time.now().minus(Duration.ofMinutes(5));
    AccountHealth health = AccountHealth.UNKNOWN;
    for (int i = 0; i < 5; i++) {
      health = health.after(new Observation.Unavailable("no answer", since.plusSeconds(60L * i)));
    }
    ResourceKey key = VirtualCluster.key(name);
    OptimizationJob resource = cluster.create(key, key.name(), time.now());
    reflect(resource, AccountHealth.UNKNOWN);
    reflect(resource, health);
    reconcile(key);
  }

  private void reflect(OptimizationJob resource, AccountHealth health) {
    ResourceKey key =
        new ResourceKey(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    Observation described = sageMaker.describe(cluster.jobName(key), time.now());
    ReconcileInput input =
        new ReconcileInput(
            resource,
            new PollSnapshot(PollHistory.NONE.after(described), health, null, time.now()),
            time.now());
    resource.setStatus(reflection.decide(input).status());
  }

  /** Somebody sets the annotation that asks for a poll. */
  void request(String name, String text) {
    resource(name)
        .getMetadata()
        .setAnnotations(Map.of(OptimizationJob.RECONCILE_REQUESTED_AT, text));
    reconcile(VirtualCluster.key(name));
  }

  /** The API server refuses each write of this resource's status from now on. */
  void refuseWrites(String name) {
    refused.add(VirtualCluster.key(name));
  }

  /** The API server takes them again. */
  void takeWrites(String name) {
    refused.remove(VirtualCluster.key(name));
  }

  void delete(String name) {
    delete(VirtualCluster.key(name));
  }

  void delete(ResourceKey key) {
    cluster.remove(key);
    forget(key);
  }

  OptimizationJob resource(String name) {
    return resource(VirtualCluster.key(name));
  }

  OptimizationJob resource(ResourceKey key) {
    OptimizationJob resource = cluster.get(key);
    if (resource == null) {
      throw new IllegalArgumentException("no resource " + key);
    }
    return resource;
  }

  int resources() {
    return cluster.size();
  }

  /** The status shown of a job; null where it was never seen. */
  @Nullable String shown(String name) {
    ShownJob shown = VirtualCluster.shown(resource(name));
    return shown == null ? null : shown.optimizationJobStatus();
  }

  /** The calls it made, as they arrived. */
  CallRecord calls() {
    return calls;
  }

  /** Writes of status. */
  int writes() {
    return writes;
  }

  int events() {
    return events;
  }

  PollSchedule schedule() {
    return schedule;
  }

  /** A resource has one reconcile at a time; what comes meanwhile is one more after it. */
  void reconcile(ResourceKey key) {
    if (reconciling.add(key)) {
      in(latencies.reconcile(), () -> decide(key));
    } else {
      reconcilingAgain.add(key);
    }
  }

  private void decide(ResourceKey key) {
    OptimizationJob resource = cluster.get(key);
    if (resource == null) {
      forget(key);
      reconciled(key);
      return;
    }
    PollHistory history = histories.getOrDefault(cluster.jobName(key), PollHistory.NONE);
    ReconcileInput input =
        new ReconcileInput(
            resource,
            new PollSnapshot(history, schedule.health(), answeredRequests.get(key), startTime),
            time.now());
    Decision decision = reflection.decide(input);
    if (decision.pollRequest() != null) {
      register(key, decision.pollRequest());
    }
    if (Reflection.isShown(input, decision)) {
      written(key, decision);
    } else {
      events += decision.announcements().size();
      in(latencies.write(), () -> write(key, decision));
    }
  }

  private void write(ResourceKey key, Decision decision) {
    if (refused.contains(key)) {
      time.in(WRITE_RETRY, () -> decide(key));
      return;
    }
    OptimizationJob resource = cluster.get(key);
    if (resource != null) {
      resource.setStatus(decision.status());
      writes++;
      ShownJob shown = VirtualCluster.shown(resource);
      if (shown != null) {
        onShown.accept(key.name(), shown.optimizationJobStatus());
      }
    }
    if (decision.pollRequest() != null) {
      register(key, decision.pollRequest().asWritten());
    }
    written(key, decision);
  }

  private void register(ResourceKey key, PollRequest pollRequest) {
    if (cluster.get(key) != null) {
      schedule.register(key, pollRequest, time.now());
    }
    goOn();
  }

  private void written(ResourceKey key, Decision decision) {
    if (decision.pollRequest() == null || cluster.get(key) == null) {
      forget(key);
    }
    reconciled(key);
    goOn();
  }

  // What a killed operator had begun does not happen.
  private void in(Duration wait, Runnable action) {
    time.in(
        wait,
        () -> {
          if (!killed) {
            action.run();
          }
        });
  }

  private void reconciled(ResourceKey key) {
    reconciling.remove(key);
    if (reconcilingAgain.remove(key)) {
      reconcile(key);
    }
  }

  private void forget(ResourceKey key) {
    String jobName = schedule.jobOf(key);
    schedule.forget(key, time.now());
    if (jobName != null && schedule.resourcesOf(jobName).isEmpty()) {
      histories.remove(jobName);
    }
    answeredRequests.remove(key);
  }

  /** Makes the calls that may be made now, and comes back when the next may. */
  private void goOn() {
    Instant now = time.now();
    if (schedule.isAuditDue(now)) {
      schedule.startAudit(cluster.finishedJobs(), now);
    }
    for (Call call = schedule.take(now); call != null; call = schedule.take(now)) {
      begin(call);
    }
    Instant next = earliest(schedule.nextTakeTime(now), schedule.nextAuditTime());
    if (next != null && (wakeTime == null || next.isBefore(wakeTime) || !wakeTime.isAfter(now))) {
      Instant wake = next.isAfter(now) ? next : now.plusMillis(1);
      wakeTime = wake;
      in(
          Duration.between(now, wake),
          () -> {
            if (wake.equals(wakeTime)) {
              wakeTime = null;
              goOn();
            }
          });
    }
  }

  private void begin(Call call) {
    Duration oneWay = latencies.oneWay(random);
    time.in(oneWay, () -> answer(call, oneWay));
  }

  private void answer(Call call, Duration back) {
    Instant answerTime = time.now().plus(back);
    boolean granted = calls.arrived(call, time.now());
    Object answer;
    if (!granted) {
      answer = new Observation.Throttled("Rate exceeded", answerTime);
    } else if (call instanceof Poll poll) {
      answer = sageMaker.describe(poll.jobName(), answerTime);
    } else {
      answer = sageMaker.list((ListCall) call, answerTime);
    }
    in(
        back,
        () -> {
          if (call instanceof Poll poll) {
            ended(poll, (Observation) answer);
          } else {
            ended((ListCall) call, answer);
          }
        });
  }

  private void ended(Poll poll, Observation observation) {
    AccountHealth before = schedule.health();
    Set<ResourceKey> concerned = schedule.resourcesOf(poll.jobName());
    if (!concerned.isEmpty()) {
      PollHistory history = histories.getOrDefault(poll.jobName(), PollHistory.NONE);
      histories.put(poll.jobName(), history.after(observation));
    }
    poll.requests()
        .forEach(
            (resource, request) -> {
              if (concerned.contains(resource)) {
                answeredRequests.put(resource, request);
              }
            });
    schedule.ended(poll, observation, time.now());
    concerned.forEach(this::reconcile);
    reconcileAllAfter(before);
    goOn();
  }

  // As the poller does once an account and region fails, answers again, or answers first.
  private void reconcileAllAfter(AccountHealth before) {
    AccountHealth after = schedule.health();
    boolean failing = failed(after) && !failed(before);
    if (failing || (after.answered() && !before.answered())) {
      schedule.resources().forEach(this::reconcile);
    }
  }

  private static boolean failed(AccountHealth health) {
    return health.failedFor(ReflectionPolicy.FAILURES_SHOWN_AFTER, GRACE_TIME);
  }

  private void ended(ListCall call, Object answer) {
    AccountHealth before = schedule.health();
    if (answer instanceof ListPage page) {
      schedule.listed(call, page, time.now());
    } else {
      schedule.listFailed(call, (Observation) answer, time.now());
    }
    reconcileAllAfter(before);
    goOn();
  }

  private static @Nullable Instant earliest(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isBefore(a)) ? b : a;
  }
}
