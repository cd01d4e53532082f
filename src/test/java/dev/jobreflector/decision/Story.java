package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One resource and what happens to it, played on a clock of its own. Each step reconciles: what is
 * decided is kept as written, and its Events as made.
 */
final class Story {

  static final Instant CREATED = Instant.parse("2026-11-24T00:00:00Z");

  /** Two failed polls more, each after this time, and a failure is old enough to be shown. */
  static final Duration POLL_EVERY = Duration.ofSeconds(30);

  static final ReflectionPolicy POLICY = policyIn("us-east-1");

  private final OptimizationJob resource = new OptimizationJob();
  private final List<Announcement> events = new ArrayList<>();
  private Reflection reflection = new Reflection(POLICY);
  private PollHistory history = PollHistory.NONE;
  private AccountHealth account = AccountHealth.UNKNOWN;
  private @Nullable String answeredRequest;
  private Instant now = CREATED;
  private @Nullable Observation newest;
  private @Nullable ForeignStatus foreign;
  private int writes;

  private Story(String name, OptimizationJobSpec spec) {
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("default")
            .withName(name)
            .withUid("uid-1")
            .withGeneration(1L)
            .withCreationTimestamp(CREATED.toString())
            .build());
    resource.setSpec(spec);
    resource.setStatus(OptimizationJobStatus.PENDING);
  }

  /** A resource as the API server makes it, named like its job. */
  static Story begins() {
    return begins("llama", OptimizationJobSpec.EMPTY);
  }

  /** The settings of an operator in this region. */
  static ReflectionPolicy policyIn(String region) {
    return new ReflectionPolicy(
        region,
        Set.of("us-east-1", "eu-west-1"),
        Duration.ofSeconds(30),
        Duration.ZERO,
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofMinutes(15),
        Redaction.REDACTED);
  }

  static Story begins(String name, OptimizationJobSpec spec) {
    return new Story(name, spec);
  }

  Story wait(Duration time) {
    now = now.plus(time);
    return reconcile();
  }

  /** After the usual time a poll ends with this answer. */
  Story poll(Answer answer) {
    now = now.plus(POLL_EVERY);
    return pollNow(answer);
  }

  Story pollNow(Answer answer) {
    PollRequest pollRequest = decide().pollRequest();
    if (pollRequest != null && pollRequest.reconcileRequest() != null) {
      answeredRequest = pollRequest.reconcileRequest();
    }
    Observation observation = answer.at(now);
    newest = observation;
    history = history.after(observation);
    account = account.after(observation);
    return reconcile();
  }

  /** Polls until a failure of this kind is shown. */
  Story failing(Answer answer) {
    return poll(answer).poll(answer).poll(answer);
  }

  /** Another job of the account and region is polled. */
  Story pollNeighbour(Answer answer) {
    now = now.plus(POLL_EVERY);
    account = account.after(answer.at(now));
    return reconcile();
  }

  /** The account's twelve digits become known. */
  Story ofAccount(String accountId) {
    account = account.withAccountId(accountId);
    return this;
  }

  Story suspend(boolean suspend) {
    OptimizationJobSpec spec = resource.getSpec();
    return edit(
        new OptimizationJobSpec(
            spec.optimizationJobName(), spec.region(), spec.resyncPeriodSeconds(), suspend));
  }

  Story resyncEvery(int seconds) {
    OptimizationJobSpec spec = resource.getSpec();
    return edit(
        new OptimizationJobSpec(
            spec.optimizationJobName(), spec.region(), seconds, spec.suspend()));
  }

  private Story edit(OptimizationJobSpec spec) {
    resource.setSpec(spec);
    resource.getMetadata().setGeneration(resource.getMetadata().getGeneration() + 1);
    return reconcile();
  }

  Story request(String text) {
    resource.getMetadata().setAnnotations(Map.of(OptimizationJob.RECONCILE_REQUESTED_AT, text));
    return reconcile();
  }

  /** The operator starts anew, with these settings. */
  Story restart(ReflectionPolicy policy) {
    reflection = new Reflection(policy);
    history = PollHistory.NONE;
    account = AccountHealth.UNKNOWN;
    answeredRequest = null;
    newest = null;
    return reconcile();
  }

  Story restart() {
    return restart(POLICY);
  }

  /** Another client writes this status, and the operator sees it. */
  Story overwritten(OptimizationJobStatus status) {
    foreign = foreign == null ? new ForeignStatus(resource.getStatus()) : foreign;
    resource.setStatus(status);
    return reconcile();
  }

  /** Another client writes this status while no operator runs. */
  Story overwrittenUnseen(OptimizationJobStatus status) {
    foreign = new ForeignStatus(null);
    resource.setStatus(status);
    return restart();
  }

  /** Writes what is decided, and only where it is new. */
  Story reconcile() {
    Decision decision = decide();
    if (!Reflection.isShown(input(), decision)) {
      events.addAll(decision.announcements());
      resource.setStatus(decision.status());
      writes++;
      foreign = null;
    } else if (history.newest() != null) {
      foreign = null;
    }
    if (decision.pollRequest() == null) {
      // As the polls forget a resource that wants none.
      history = PollHistory.NONE;
      answeredRequest = null;
    }
    return this;
  }

  Decision decide() {
    return reflection.decide(input());
  }

  /** What is decided where another client wrote over this status. */
  Decision decideOver(OptimizationJobStatus own) {
    return reflection.decide(new ReconcileInput(resource, new ForeignStatus(own), polls(), now));
  }

  ReconcileInput input() {
    return new ReconcileInput(resource, foreign, polls(), now);
  }

  private PollSnapshot polls() {
    return new PollSnapshot(history, account, answeredRequest, CREATED);
  }

  /** Time passes, or an observation comes, without a reconcile. */
  Story silently(Duration time, @Nullable Answer answer) {
    now = now.plus(time);
    if (answer != null) {
      Observation observation = answer.at(now);
      newest = observation;
      history = history.after(observation);
      account = account.after(observation);
    }
    return this;
  }

  /** What the last poll of the job learned, though it may be forgotten by now. */
  @Nullable Observation newest() {
    return newest;
  }

  OptimizationJob resource() {
    return resource;
  }

  OptimizationJobStatus status() {
    return resource.getStatus();
  }

  @Nullable Condition condition(ConditionType type) {
    return input().condition(type);
  }

  /** Reason and status of a condition, like {@code False/JobNotFound}; "-" where it is absent. */
  String shown(ConditionType type) {
    Condition condition = condition(type);
    return condition == null ? "-" : condition.status() + "/" + condition.reason();
  }

  /** The Events' reasons, in the order they were made. */
  List<String> eventReasons() {
    return events.stream().map(Announcement::reason).toList();
  }

  List<Announcement> events() {
    return events;
  }

  Set<String> eventIdentities() {
    return events.stream().map(Announcement::identity).collect(Collectors.toSet());
  }

  Instant now() {
    return now;
  }

  int writes() {
    return writes;
  }
}
